package dev.cairn.internal.record;

import dev.cairn.record.ValueType.ScalarType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts a number to another numeric type if the value stays exactly the same. */
final class NumberFit {
  /** The first number above every long: as a double it equals {@code Long.MAX_VALUE}. */
  private static final double BEYOND_LONG = 0x1p63;

  private NumberFit() {}

  /**
   * Returns the conversion to a type.
   *
   * @return the conversion, which returns null for a number that the type cannot hold; null if the
   *     type is not numeric
   */
  static @Nullable Function<Number, @Nullable Object> to(ScalarType type) {
    return switch (type) {
      case BYTE -> number -> integer(number, Byte.MIN_VALUE, Byte.MAX_VALUE, Number::byteValue);
      case SHORT -> number -> integer(number, Short.MIN_VALUE, Short.MAX_VALUE, Number::shortValue);
      case INT -> number -> integer(number, Integer.MIN_VALUE, Integer.MAX_VALUE, Number::intValue);
      case LONG -> number -> integer(number, Long.MIN_VALUE, Long.MAX_VALUE, Number::longValue);
      case FLOAT -> NumberFit::toFloat;
      case DOUBLE -> NumberFit::toDouble;
      default -> null;
    };
  }

  /** Returns whether values of a type are numbers that {@link #to} converts. */
  static boolean isNumber(ScalarType type) {
    return to(type) != null;
  }

  private static @Nullable Object integer(
      Number number, long least, long greatest, Function<Number, Object> conversion) {
    long value = number.longValue();
    boolean fits = value >= least && value <= greatest;
    return fits && (!isFloating(number) || isSame(number.doubleValue(), value))
        ? conversion.apply(number)
        : null;
  }

  private static @Nullable Object toFloat(Number number) {
    float value = number.floatValue();
    boolean fits =
        isFloating(number)
            ? Double.compare(value, number.doubleValue()) == 0
            : isSame(value, number.longValue());
    return fits ? value : null;
  }

  private static @Nullable Object toDouble(Number number) {
    double value = number.doubleValue();
    return isFloating(number) || isSame(value, number.longValue()) ? value : null;
  }

  private static boolean isFloating(Number number) {
    return number instanceof Float || number instanceof Double;
  }

  /** Negative zero is not the same as the integer: it would come back as another double. */
  private static boolean isSame(double floating, long integer) {
    return Double.compare(floating, (double) integer) == 0
        && (long) floating == integer
        && floating != BEYOND_LONG;
  }
}
