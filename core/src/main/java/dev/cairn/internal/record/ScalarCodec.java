package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes values without parts; reads numbers from every numeric type, texts also from enums. */
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
  public ValueReader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.Scalar from) {
      if (from.type() == scalar) {
        return scalar.reader;
      }
      Function<Number, @Nullable Object> conversion = NumberFit.to(scalar);
      if (conversion != null && NumberFit.isNumber(from.type())) {
        return in -> convert((Number) from.type().read(in), from, conversion, path);
      }
    } else if (stored instanceof ValueType.Constants && scalar == ScalarType.STRING) {
      return in -> GenericValue.read(stored, in);
    }
    throw path.refuse(stored, type);
  }

  private Object convert(
      Number number,
      ValueType.Scalar from,
      Function<Number, @Nullable Object> conversion,
      ComponentPath path) {
    Object converted = conversion.apply(number);
    if (converted == null) {
      throw path.unfit(number, from, type);
    }
    return converted;
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
