package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes values without parts; reads them from their own type and from narrower ones. */
final class ScalarCodec implements ValueCodec {
  private final ScalarType scalar;
  private final ValueType.Scalar type;

  /** Makes the codec of a primitive, or of a class. */
  ScalarCodec(ScalarType scalar, boolean primitive) {
    this.scalar = scalar;
    this.type = new ValueType.Scalar(scalar, !primitive);
  }

  @Override
  public ValueType type() {
    return type;
  }

  @Override
  public void write(Object value, Output out) {
    scalar.write(value, out);
  }

  @Override
  public Reader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.Scalar from) {
      ScalarType narrow = from.type();
      if (narrow == scalar) {
        return scalar.reader;
      }
      Function<Number, Object> widening = widening(narrow, scalar);
      if (widening != null) {
        return in -> widening.apply((Number) narrow.read(in));
      }
    } else if (stored instanceof ValueType.Constants && scalar == ScalarType.STRING) {
      return in -> GenericValue.read(stored, in);
    }
    throw path.refuse(stored, type);
  }

  /** Returns the conversion that loses nothing, or null if there is none. */
  private static @Nullable Function<Number, Object> widening(ScalarType from, ScalarType to) {
    boolean integer = from == ScalarType.BYTE || from == ScalarType.SHORT || from == ScalarType.INT;
    return switch (to) {
      case SHORT -> from == ScalarType.BYTE ? Number::shortValue : null;
      case INT -> integer ? Number::intValue : null;
      case LONG -> integer ? Number::longValue : null;
      case DOUBLE -> integer || from == ScalarType.FLOAT ? Number::doubleValue : null;
      default -> null;
    };
  }

  @Override
  public @Nullable Object ofNull() {
    return type.nullable() ? null : scalar.zero;
  }

  @Override
  public Object parse(String text) {
    return scalar.parse(text);
  }
}
