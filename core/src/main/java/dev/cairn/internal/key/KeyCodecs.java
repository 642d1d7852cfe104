package dev.cairn.internal.key;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.text.QuotedText;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.KeyType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the encoder of a key type by its class or by its name. */
public final class KeyCodecs {
  public static final KeyCodec<String> STRING =
      new ComponentKey<>(
          KeyType.STRING, String.class, TupleWriter::writeString, TupleReader::readString);
  public static final KeyCodec<Integer> INT =
      new ComponentKey<>(
          KeyType.INT, Integer.class, (out, value) -> out.writeLong(value), TupleReader::readInt);
  public static final KeyCodec<Long> LONG =
      new ComponentKey<>(KeyType.LONG, Long.class, TupleWriter::writeLong, TupleReader::readLong);
  public static final KeyCodec<Boolean> BOOL =
      new ComponentKey<>(
          KeyType.BOOL, Boolean.class, TupleWriter::writeBoolean, TupleReader::readBoolean);
  public static final KeyCodec<Double> DOUBLE =
      new ComponentKey<>(
          KeyType.DOUBLE, Double.class, TupleWriter::writeDouble, TupleReader::readDouble);
  public static final KeyCodec<Instant> INSTANT =
      new ComponentKey<>(
          KeyType.INSTANT, Instant.class, TupleWriter::writeInstant, TupleReader::readInstant);
  public static final KeyCodec<UUID> UUID_KEY =
      new ComponentKey<>(KeyType.UUID, UUID.class, TupleWriter::writeUuid, TupleReader::readUuid);
  public static final KeyCodec<byte[]> BYTES =
      new ComponentKey<>(
          KeyType.BYTES, byte[].class, TupleWriter::writeBytes, TupleReader::readBytes);

  /** The constant of an enum whose class is not known: its name. */
  private static final KeyCodec<String> ENUM_NAME =
      new ComponentKey<>(
          KeyType.ENUM, String.class, TupleWriter::writeString, TupleReader::readString);

  /** The key of a component of each type, for tables whose classes are not known. */
  private static final Map<KeyType, KeyCodec<?>> BY_TYPE =
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
        KeyType.ENUM,
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

  /** Returns the key of a component whose class is not known; an enum constant is its name then. */
  public static ComponentKey<?> ofType(KeyType type) {
    return (ComponentKey<?>) Arguments.notNull("type", BY_TYPE.get(type));
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
