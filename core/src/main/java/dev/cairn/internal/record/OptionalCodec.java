package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import dev.cairn.record.ValueType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes an {@link Optional} as the value that it holds, or as a null: both have the same stored
 * form.
 */
final class OptionalCodec implements ValueCodec {
  private final ValueCodec inner;
  private final String where;

  OptionalCodec(ValueCodec inner, String where) {
    this.inner = inner;
    this.where = where;
  }

  @Override
  public ValueType type() {
    return inner.type();
  }

  @Override
  public @Nullable Object toStored(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(where + ": the Optional is null; use Optional.empty()");
    }
    return ((Optional<?>) value).orElse(null);
  }

  @Override
  public void write(Object value, Output out) {
    inner.write(value, out);
  }

  @Override
  public ValueReader reader(ValueType stored, ComponentPath path) {
    ValueReader reader = inner.reader(stored, path);
    return in -> Optional.of(reader.read(in));
  }

  @Override
  public Object ofNull() {
    return Optional.empty();
  }

  @Override
  public Object parse(String text) {
    return Optional.of(inner.parse(text));
  }
}
