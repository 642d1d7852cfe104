package dev.cairn.internal.key;

import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.KeyType;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Encodes a key of one component, such as a text or a number. */
public final class ComponentKey<K> extends KeyCodec<K> {
  private final KeyType type;
  private final Class<K> javaClass;
  private final BiConsumer<TupleWriter, K> writer;
  private final Function<TupleReader, K> reader;

  ComponentKey(
      KeyType type,
      Class<K> javaClass,
      BiConsumer<TupleWriter, K> writer,
      Function<TupleReader, K> reader) {
    super(List.of());
    this.type = type;
    this.javaClass = javaClass;
    this.writer = writer;
    this.reader = reader;
  }

  /** Returns the component's type. */
  KeyType type() {
    return type;
  }

  @Override
  public Class<?> keyClass() {
    return javaClass;
  }

  @Override
  public List<ComponentKey<?>> flat() {
    return List.of(this);
  }

  @Override
  public void append(@Nullable K key, TupleWriter out) {
    if (key == null) {
      throw new IllegalArgumentException("a key component is null where " + type + " is wanted");
    }
    writer.accept(out, key);
  }

  @Override
  public K read(TupleReader in) {
    return reader.apply(in);
  }

  /** Skips a component. Of an enum it reads the name only: this program may lack the constant. */
  void passOver(TupleReader in) {
    Object unused = type == KeyType.ENUM ? in.readString() : read(in);
  }

  /** Writes a value whose type the compiler could not check; smaller integers are widened. */
  public void appendChecked(Object value, int position, TupleWriter out) {
    Object widened = value;
    if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      long number = ((Number) value).longValue();
      widened =
          javaClass == Long.class ? number : javaClass == Integer.class ? (int) number : value;
    }
    if (!javaClass.isInstance(widened)) {
      throw new IllegalArgumentException(
          "key component %d is %s (%s) where %s is wanted"
              .formatted(
                  position + 1,
                  ShownValue.abbreviated(ShownValue.of(value)),
                  value.getClass().getName(),
                  type == KeyType.ENUM ? "a constant of " + javaClass.getName() : type));
    }
    writer.accept(out, javaClass.cast(widened));
  }
}
