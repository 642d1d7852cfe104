package dev.cairn.internal.key;

import dev.cairn.internal.text.QuotedText;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.KeyType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encodes a key of one component, such as a text or a number. */
public final class ComponentKey<K> extends KeyCodec<K> {
  private final KeyType type;
  private final Class<K> javaClass;

  /** The constants of an enum by their names; empty for other types. */
  private final Map<String, K> constants;

  ComponentKey(KeyType type, Class<K> javaClass) {
    super(List.of());
    this.type = type;
    this.javaClass = javaClass;
    this.constants = Map.of();
  }

  /** Makes the key of an enum that is known. */
  ComponentKey(Class<K> enumClass, Map<String, K> constants) {
    super(List.of());
    this.type = KeyType.ENUM;
    this.javaClass = enumClass;
    this.constants = constants;
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
    write(key, out);
  }

  @Override
  public K read(TupleReader in) {
    return javaClass.cast(
        switch (type) {
          case STRING -> in.readString();
          case INT -> in.readInt();
          case LONG -> in.readLong();
          case BOOL -> in.readBoolean();
          case DOUBLE -> in.readDouble();
          case INSTANT -> in.readInstant();
          case UUID -> in.readUuid();
          case BYTES -> in.readBytes();
          case ENUM -> constant(in.readString());
        });
  }

  private Object constant(String name) {
    if (javaClass == String.class) {
      return name; // the class is not known
    }
    K constant = constants.get(name);
    if (constant == null) {
      throw new UnfitValueException(
          "%s has no constant %s; upgrade all programs first, or let the enum keep it"
              .formatted(javaClass.getName(), ShownValue.abbreviated(QuotedText.of(name))),
          null);
    }
    return constant;
  }

  /**
   * Writes a value of the class. Not by a function for each type, of which a new JVM would have to
   * make all before the first key.
   */
  private void write(Object value, TupleWriter out) {
    switch (type) {
      case STRING -> out.writeString((String) value);
      case INT -> out.writeLong((Integer) value);
      case LONG -> out.writeLong((Long) value);
      case BOOL -> out.writeBoolean((Boolean) value);
      case DOUBLE -> out.writeDouble((Double) value);
      case INSTANT -> out.writeInstant((Instant) value);
      case UUID -> out.writeUuid((UUID) value);
      case BYTES -> out.writeBytes((byte[]) value);
      case ENUM -> out.writeString(value instanceof Enum<?> known ? known.name() : (String) value);
    }
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
    write(widened, out);
  }
}
