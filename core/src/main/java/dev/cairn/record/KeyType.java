package dev.cairn.record;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.ValueType.ScalarType;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists the types that a component of a key can have. */
public enum KeyType {
  /** A text, ordered by code point. */
  STRING(ScalarType.STRING),
  /** An int, ordered by value. */
  INT(ScalarType.INT),
  /** A long, ordered by value. */
  LONG(ScalarType.LONG),
  /** A boolean; false comes before true. */
  BOOL(ScalarType.BOOL),
  /** A double, ordered as {@link Double#compare} does. */
  DOUBLE(ScalarType.DOUBLE),
  /** A point in time, ordered by time. */
  INSTANT(ScalarType.INSTANT),
  /** A UUID, ordered as its text is. */
  UUID(ScalarType.UUID),
  /** A byte string, ordered as unsigned bytes. */
  BYTES(ScalarType.BYTES),
  /** A constant of an enum, stored and ordered by its name. */
  ENUM(null);

  private static final Map<String, KeyType> BY_TEXT = new TreeMap<>();

  static {
    for (KeyType type : values()) {
      BY_TEXT.put(type.text, type);
    }
  }

  private final @Nullable ScalarType scalar;
  private final String text;

  KeyType(@Nullable ScalarType scalar) {
    this.scalar = scalar;
    this.text = scalar == null ? "enum" : scalar.text();
  }

  /**
   * Finds a type by its name.
   *
   * @param text the name, as {@link #text()} returns it
   * @return the type
   * @throws IllegalArgumentException if the text is null or not the name of a type
   */
  public static KeyType of(String text) {
    KeyType type = BY_TEXT.get(Arguments.notNull("type", text));
    if (type == null) {
      throw new IllegalArgumentException(
          "'%s' is no type of a key component; there are %s"
              .formatted(ShownValue.abbreviated(text), BY_TEXT.keySet()));
    }
    return type;
  }

  /**
   * Returns the name of the type in a store, {@code instant} for example.
   *
   * @return the name, in lower case
   */
  public String text() {
    return text;
  }

  /**
   * Returns the type of value that a component is.
   *
   * @return the type; null for {@link #ENUM}, whose value is the name of a constant where the class
   *     is not known
   */
  public @Nullable ScalarType scalar() {
    return scalar;
  }

  /**
   * Returns the name of the type in a store.
   *
   * @return the name, as {@link #text()} returns it
   */
  @Override
  public String toString() {
    return text;
  }
}
