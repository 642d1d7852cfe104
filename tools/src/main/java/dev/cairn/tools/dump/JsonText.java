package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import dev.cairn.record.ValueType;
import dev.cairn.record.ValueType.ScalarType;
import dev.cairn.tools.text.TerminalText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes texts as JSON without loss, in a form that is safe to print and to split into lines.
 *
 * <p>A text with a character that {@link TerminalText} does not print as it is, a half surrogate
 * for example, which UTF-8 has no bytes for, is written in ASCII with escapes.
 */
final class JsonText {
  private static final int LAST_ASCII = 0x7F;

  /** The escapes of JSON, and one for the last of ASCII's controls, which JSON leaves as it is. */
  private static final CharacterEscapes ALL_CONTROLS =
      new CharacterEscapes() {
        private static final long serialVersionUID = 1L;

        private final int[] escapes = standardAsciiEscapesForJSON();

        {
          escapes[LAST_ASCII] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
          return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int unit) {
          return null; // the standard one
        }
      };

  /** The form of texts. */
  static final JsonForm FORM =
      new JsonForm() {
        @Override
        public void write(Object value, JsonGenerator out) throws IOException {
          JsonText.write((String) value, out);
        }

        @Override
        public Object read(JsonParser in) throws IOException {
          return JsonText.read(in, "a string");
        }
      };

  private JsonText() {}

  /** Returns whether the values of a type are texts in Java. */
  static boolean isText(ValueType type) {
    return type instanceof ValueType.Constants
        || (type instanceof ValueType.Scalar scalar && scalar.type() == ScalarType.STRING);
  }

  static void write(String text, JsonGenerator out) throws IOException {
    if (TerminalText.isPrinted(text)) {
      out.writeString(text);
    } else {
      escapeAll(out);
      out.writeString(text);
      escapeFew(out);
    }
  }

  /** Writes the name of a field, which must be well-formed. */
  static void writeName(String name, JsonGenerator out) throws IOException {
    if (TerminalText.isPrinted(name)) {
      out.writeFieldName(name);
    } else {
      escapeAll(out);
      out.writeFieldName(name);
      escapeFew(out);
    }
  }

  private static void escapeAll(JsonGenerator out) {
    out.setHighestNonEscapedChar(LAST_ASCII);
    out.setCharacterEscapes(ALL_CONTROLS);
  }

  private static void escapeFew(JsonGenerator out) {
    out.setHighestNonEscapedChar(0);
    out.setCharacterEscapes(null);
  }

  /** Reads a string; {@code wanted} names it in the exception if there is none. */
  static String read(JsonParser in, String wanted) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw BadValueException.of(in, wanted);
    }
    return in.getText();
  }

  /** Returns whether every surrogate has its other half, so that the text has a form in UTF-8. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
