package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.internal.record.ScalarType;
import dev.cairn.internal.record.ValueType;
import java.io.IOException;

/**
 * Writes texts of any UTF-16 units: a surrogate without its other half, for which there is no
 * UTF-8, as an escape.
 */
final class JsonText {
  private static final int LAST_ASCII = 0x7F;

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

  /** Tells whether the values of a type are texts in Java. */
  static boolean isText(ValueType type) {
    return type instanceof ValueType.Constants
        || (type instanceof ValueType.Scalar scalar && scalar.type() == ScalarType.STRING);
  }

  static void write(String text, JsonGenerator out) throws IOException {
    if (isWellFormed(text)) {
      out.writeString(text);
    } else {
      out.setHighestNonEscapedChar(LAST_ASCII);
      out.writeString(text);
      out.setHighestNonEscapedChar(0);
    }
  }

  /** Reads a string; {@code wanted} says of which kind, if there is none. */
  static String read(JsonParser in, String wanted) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw BadValueException.of(in, wanted);
    }
    return in.getText();
  }

  /** Tells whether UTF-8 has the text: whether every surrogate has its other half. */
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
