package dev.cairn.table;

import dev.cairn.engine.Arguments;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names the types that a {@link Key} can have.
 *
 * <pre>{@code
 * record SitePurpose(String site, String purpose) {}
 *
 * Table.named("selectors").keyedBy(Keys.record(SitePurpose.class)).holding(Selector.class);
 * }</pre>
 */
public final class Keys {
  private static final Key<String> STRING =
      new ComponentKey<>("string", String.class, TupleWriter::writeString, TupleReader::readString);
  private static final Key<Integer> INT =
      new ComponentKey<>(
          "int", Integer.class, (out, value) -> out.writeLong(value), TupleReader::readInt);
  private static final Key<Long> LONG =
      new ComponentKey<>("long", Long.class, TupleWriter::writeLong, TupleReader::readLong);
  private static final Key<Boolean> BOOL =
      new ComponentKey<>(
          "bool", Boolean.class, TupleWriter::writeBoolean, TupleReader::readBoolean);
  private static final Key<Double> DOUBLE =
      new ComponentKey<>("double", Double.class, TupleWriter::writeDouble, TupleReader::readDouble);
  private static final Key<Instant> INSTANT =
      new ComponentKey<>(
          "instant", Instant.class, TupleWriter::writeInstant, TupleReader::readInstant);
  private static final Key<UUID> UUID_KEY =
      new ComponentKey<>("uuid", UUID.class, TupleWriter::writeUuid, TupleReader::readUuid);
  private static final Key<byte[]> BYTES =
      new ComponentKey<>("bytes", byte[].class, TupleWriter::writeBytes, TupleReader::readBytes);

  /** The constant of an enum whose class is not known: its name. */
  private static final Key<String> ENUM_NAME =
      new ComponentKey<>("enum", String.class, TupleWriter::writeString, TupleReader::readString);

  /** What a component of each type is without classes. */
  private static final Map<String, Key<?>> BY_TYPE =
      Stream.of(STRING, INT, LONG, BOOL, DOUBLE, INSTANT, UUID_KEY, BYTES, ENUM_NAME)
          .collect(Collectors.toMap(key -> key.components().get(0), Function.identity()));

  private static final Map<Class<?>, Key<?>> BY_CLASS =
      Map.ofEntries(
          Map.entry(String.class, STRING),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(boolean.class, BOOL),
          Map.entry(Boolean.class, BOOL),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(Instant.class, INSTANT),
          Map.entry(UUID.class, UUID_KEY),
          Map.entry(byte[].class, BYTES));

  private Keys() {}

  /**
   * Returns the key of one text, ordered by code point. A text with an unpaired surrogate is
   * refused with an {@link IllegalArgumentException} when it is used.
   *
   * @return the key
   */
  public static Key<String> string() {
    return STRING;
  }

  /**
   * Returns the key of one int.
   *
   * @return the key
   */
  public static Key<Integer> integer() {
    return INT;
  }

  /**
   * Returns the key of one long. A value takes as many bytes as it needs.
   *
   * @return the key
   */
  public static Key<Long> longs() {
    return LONG;
  }

  /**
   * Returns the key of one boolean, false first.
   *
   * @return the key
   */
  public static Key<Boolean> bool() {
    return BOOL;
  }

  /**
   * Returns the key of one double, ordered as {@link Double#compare} does.
   *
   * @return the key
   */
  public static Key<Double> doubles() {
    return DOUBLE;
  }

  /**
   * Returns the key of one point in time, to the nanosecond.
   *
   * @return the key
   */
  public static Key<Instant> instant() {
    return INSTANT;
  }

  /**
   * Returns the key of one UUID, ordered as its text is; {@link UUID#compareTo} compares signed
   * numbers and so orders otherwise.
   *
   * @return the key
   */
  public static Key<UUID> uuid() {
    return UUID_KEY;
  }

  /**
   * Returns the key of one byte string, ordered as unsigned bytes.
   *
   * @return the key
   */
  public static Key<byte[]> bytes() {
    return BYTES;
  }

  /**
   * Returns the key of one enum constant, stored and ordered by its name, so that constants may be
   * added and moved. A row whose constant no longer exists cannot be read.
   *
   * @param <E> the enum
   * @param type its class
   * @return the key
   * @throws IllegalArgumentException if the class is null or no enum
   */
  public static <E extends Enum<E>> Key<E> enumeration(Class<E> type) {
    E[] constants = Arguments.notNull("type", type).getEnumConstants();
    if (constants == null) {
      throw new IllegalArgumentException(type.getName() + " is no enum");
    }
    Map<String, E> byName =
        Arrays.stream(constants).collect(Collectors.toMap(Enum::name, Function.identity()));
    return new ComponentKey<>(
        "enum",
        type,
        (out, constant) -> out.writeString(constant.name()),
        in -> {
          String name = in.readString();
          E constant = byName.get(name);
          if (constant == null) {
            throw new MalformedBytesException(
                type.getName() + " has no constant " + QuotedText.of(name));
          }
          return constant;
        });
  }

  /**
   * Returns the key of a record, whose components in order are the components of the tuple. They
   * are of the types that this class names, or records of these. Two of its records must be equal
   * only if their components are, as they are unless the class says otherwise: the cache finds rows
   * by it.
   *
   * @param <K> the record
   * @param type its class
   * @return the key
   * @throws IllegalArgumentException if the class is null, no record, without components, contains
   *     itself, or has a component of another type
   */
  public static <K extends Record> Key<K> record(Class<K> type) {
    return RecordKey.of(Arguments.notNull("type", type));
  }

  /**
   * Returns the key of a component that has only the name of its type; an enum constant is its name
   * there.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  static ComponentKey<?> ofType(String type) {
    Key<?> key = BY_TYPE.get(type);
    if (key == null) {
      throw new IllegalArgumentException(
          "'%s' is no type of a key component; there are %s"
              .formatted(KeyText.abbreviate(type), new TreeSet<>(BY_TYPE.keySet())));
    }
    return (ComponentKey<?>) key;
  }

  /** Returns the key of {@code first} and then {@code second}. */
  static <A, B> JoinedKey<A, B> joined(Key<A> first, Key<B> second) {
    return new JoinedKey<>(first, second);
  }

  /** Returns the key of a record component of this class, or null if it is no single component. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // the class is an enum's, which is all that E says
  static @Nullable Key<?> ofComponent(Class<?> type) {
    return type.isEnum() ? enumeration((Class) type) : BY_CLASS.get(type);
  }
}
