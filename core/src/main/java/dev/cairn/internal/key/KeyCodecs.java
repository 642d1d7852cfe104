package dev.cairn.internal.key;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.text.QuotedText;
import dev.cairn.internal.text.ShownValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The codecs of every type that a {@link KeyCodec} can have, found by class and by name. */
public final class KeyCodecs {
  public static final KeyCodec<String> STRING =
      new ComponentKey<>("string", String.class, TupleWriter::writeString, TupleReader::readString);
  public static final KeyCodec<Integer> INT =
      new ComponentKey<>(
          "int", Integer.class, (out, value) -> out.writeLong(value), TupleReader::readInt);
  public static final KeyCodec<Long> LONG =
      new ComponentKey<>("long", Long.class, TupleWriter::writeLong, TupleReader::readLong);
  public static final KeyCodec<Boolean> BOOL =
      new ComponentKey<>(
          "bool", Boolean.class, TupleWriter::writeBoolean, TupleReader::readBoolean);
  public static final KeyCodec<Double> DOUBLE =
      new ComponentKey<>("double", Double.class, TupleWriter::writeDouble, TupleReader::readDouble);
  public static final KeyCodec<Instant> INSTANT =
      new ComponentKey<>(
          "instant", Instant.class, TupleWriter::writeInstant, TupleReader::readInstant);
  public static final KeyCodec<UUID> UUID_KEY =
      new ComponentKey<>("uuid", UUID.class, TupleWriter::writeUuid, TupleReader::readUuid);
  public static final KeyCodec<byte[]> BYTES =
      new ComponentKey<>("bytes", byte[].class, TupleWriter::writeBytes, TupleReader::readBytes);

  /** The constant of an enum whose class is not known: its name. */
  private static final KeyCodec<String> ENUM_NAME =
      new ComponentKey<>(
          ComponentKey.ENUM, String.class, TupleWriter::writeString, TupleReader::readString);

  /** What a component of each type is without classes. */
  private static final Map<String, KeyCodec<?>> BY_TYPE =
      Stream.of(STRING, INT, LONG, BOOL, DOUBLE, INSTANT, UUID_KEY, BYTES, ENUM_NAME)
          .collect(Collectors.toMap(key -> key.components().get(0), Function.identity()));

  private static final Map<Class<?>, KeyCodec<?>> BY_CLASS =
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

  private KeyCodecs() {}

  /**
   * Returns the key of one enum constant, stored and ordered by its name, so that constants may be
   * added and moved. A row whose constant no longer exists cannot be read.
   *
   * @param <E> the enum
   * @param type its class
   * @return the key
   * @throws IllegalArgumentException if the class is null or no enum
   */
  public static <E extends Enum<E>> KeyCodec<E> enumeration(Class<E> type) {
    E[] constants = Arguments.notNull("type", type).getEnumConstants();
    if (constants == null) {
      throw new IllegalArgumentException(type.getName() + " is no enum");
    }
    Map<String, E> byName =
        Arrays.stream(constants).collect(Collectors.toMap(Enum::name, Function.identity()));
    return new ComponentKey<>(
        ComponentKey.ENUM,
        type,
        (out, constant) -> out.writeString(constant.name()),
        in -> {
          String name = in.readString();
          E constant = byName.get(name);
          if (constant == null) {
            throw new UnfitValueException(
                "%s has no constant %s; upgrade all programs first, or let the enum keep it"
                    .formatted(type.getName(), ShownValue.abbreviated(QuotedText.of(name))),
                null);
          }
          return constant;
        });
  }

  /**
   * Returns the key of a component that has only the name of its type; an enum constant is its name
   * there.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  public static ComponentKey<?> ofType(String type) {
    KeyCodec<?> key = BY_TYPE.get(type);
    if (key == null) {
      throw new IllegalArgumentException(
          "'%s' is no type of a key component; there are %s"
              .formatted(ShownValue.abbreviated(type), new TreeSet<>(BY_TYPE.keySet())));
    }
    return (ComponentKey<?>) key;
  }

  /** Returns the key of {@code first} and then {@code second}. */
  public static <A, B> JoinedKey<A, B> joined(KeyCodec<A> first, KeyCodec<B> second) {
    return new JoinedKey<>(first, second);
  }

  /** Returns the key of a record component of this class, or null if it is no single component. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // the class is an enum's, which is all that E says
  public static @Nullable KeyCodec<?> ofComponent(Class<?> type) {
    return type.isEnum() ? enumeration((Class) type) : BY_CLASS.get(type);
  }
}
