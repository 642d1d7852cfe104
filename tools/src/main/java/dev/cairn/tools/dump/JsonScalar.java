package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.record.ValueType.ScalarType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/** Converts values without parts, such as numbers, texts and times, to JSON and back. */
final class JsonScalar implements JsonForm {
  /** The greatest integer that every reader of JSON keeps exactly; larger ones become strings. */
  private static final long EXACT = (1L << 53) - 1;

  /** Separates unscaled value and scale of a decimal that Java cannot read from its own text. */
  private static final char SCALE = '@';

  private final ScalarType type;

  JsonScalar(ScalarType type) {
    this.type = type;
  }

  @Override
  public void write(Object value, JsonGenerator out) throws IOException {
    switch (type) {
      case BOOL -> out.writeBoolean((Boolean) value);
      case BYTE, SHORT, INT -> out.writeNumber(((Number) value).intValue());
      case LONG -> writeLong((Long) value, out);
      case FLOAT -> writeFloat((Float) value, out);
      case DOUBLE -> writeDouble((Double) value, out);
      case STRING, CHAR -> JsonText.write(value.toString(), out);
      case BYTES -> out.writeString(Base64.getEncoder().encodeToString((byte[]) value));
      case DECIMAL -> out.writeString(spelled((BigDecimal) value));
      default -> JsonText.write(value.toString(), out);
    }
  }

  /** Java writes exponents beyond the range of an int, but does not read them. */
  private static String spelled(BigDecimal value) {
    long exponent = (long) value.precision() - 1 - value.scale();
    return exponent == (int) exponent
        ? value.toString()
        : value.unscaledValue().toString() + SCALE + value.scale();
  }

  private Object readDecimal(JsonParser in) throws IOException {
    String text = JsonText.read(in, type.text());
    int scale = text.indexOf(SCALE);
    if (scale < 0) {
      return parse(text, in);
    }
    try {
      return new BigDecimal(
          new BigInteger(text.substring(0, scale)), Integer.parseInt(text.substring(scale + 1)));
    } catch (NumberFormatException e) {
      throw BadValueException.of(in, type.text());
    }
  }

  private static void writeLong(long value, JsonGenerator out) throws IOException {
    if (value >= -EXACT && value <= EXACT) {
      out.writeNumber(value);
    } else {
      out.writeString(Long.toString(value));
    }
  }

  private static void writeFloat(float value, JsonGenerator out) throws IOException {
    if (Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Float.toString(value));
    }
  }

  private static void writeDouble(double value, JsonGenerator out) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Double.toString(value));
    }
  }

  @Override
  public Object read(JsonParser in) throws IOException {
    return switch (type) {
      case BOOL -> readBoolean(in);
      case BYTE -> (byte) readInteger(in, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> (short) readInteger(in, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> (int) readInteger(in, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> readInteger(in, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT, DOUBLE -> readReal(in);
      case STRING -> JsonText.read(in, type.text());
      case BYTES -> readBytes(in);
      case DECIMAL -> readDecimal(in);
      default -> parse(JsonText.read(in, type.text()), in);
    };
  }

  private Object readBoolean(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw BadValueException.of(in, type.text());
    };
  }

  private long readInteger(JsonParser in, long least, long most) throws IOException {
    if (type == ScalarType.LONG && in.currentToken() == JsonToken.VALUE_STRING) {
      return (Long) parse(in.getText(), in);
    }
    long value = 0;
    boolean fits = in.currentToken() == JsonToken.VALUE_NUMBER_INT;
    if (fits) {
      try {
        value = in.getLongValue();
      } catch (JsonProcessingException e) {
        fits = false; // beyond 64 bits
      }
    }
    if (!fits || value < least || value > most) {
      throw BadValueException.of(in, type.text());
    }
    return value;
  }

  private Object readReal(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      return type == ScalarType.FLOAT ? (Object) in.getFloatValue() : (Object) in.getDoubleValue();
    }
    String text = in.getText();
    boolean number = in.currentToken().isNumeric();
    boolean named =
        in.currentToken() == JsonToken.VALUE_STRING
            && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"));
    if (!number && !named) {
      throw BadValueException.of(in, type.text());
    }
    return parse(text, in);
  }

  private Object readBytes(JsonParser in) throws IOException {
    try {
      return Base64.getDecoder().decode(JsonText.read(in, "bytes in Base64"));
    } catch (BadValueException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw BadValueException.of(in, "bytes in Base64");
    }
  }

  private Object parse(String text, JsonParser in) throws IOException {
    try {
      return type.parse(text);
    } catch (RuntimeException e) { // each type's parser throws another one
      throw BadValueException.of(in, type.text());
    }
  }
}
