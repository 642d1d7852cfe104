package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import dev.cairn.record.ValueType;
import dev.cairn.record.ValueType.ScalarType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values without parts, such as numbers and texts, and decodes them from every compatible
 * stored type.
 */
final class ScalarCodec implements ValueCodec {
  private final ScalarType scalar;
  private final ScalarForm form;
  private final ValueType.Scalar type;

  /** Makes the codec of a primitive, or of a class. */
  ScalarCodec(ScalarType scalar, boolean primitive) {
    this.scalar = scalar;
    this.form = ScalarForm.of(scalar);
    this.type = new ValueType.Scalar(scalar, !primitive);
  }

  @Override
  public ValueType type() {
    return type;
  }

  @Override
  public void write(Object value, Output out) {
    form.write(value, out);
  }

  @Override
  public ValueReader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.Scalar from) {
      if (from.type() == scalar) {
        return form.reader;
      }
      Function<Number, @Nullable Object> conversion = NumberFit.to(scalar);
      if (conversion != null && NumberFit.isNumber(from.type())) {
        ValueReader number = ScalarForm.of(from.type()).reader;
        return in -> convert((Number) number.read(in), from, conversion, path);
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
    return type.nullable() ? null : form.zero;
  }

  @Override
  public Object parse(String text) {
    return scalar.parse(text);
  }
}
