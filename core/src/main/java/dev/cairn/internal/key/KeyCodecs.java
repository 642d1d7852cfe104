package dev.cairn.internal.key;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.record.KeyType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the encoder of a key type by its class or by its name. */
public final class KeyCodecs {
  public static final KeyCodec<String> STRING = new ComponentKey<>(KeyType.STRING, String.class);
  public static final KeyCodec<Integer> INT = new ComponentKey<>(KeyType.INT, Integer.class);
  public static final KeyCodec<Long> LONG = new ComponentKey<>(KeyType.LONG, Long.class);
  public static final KeyCodec<Boolean> BOOL = new ComponentKey<>(KeyType.BOOL, Boolean.class);
  public static final KeyCodec<Double> DOUBLE = new ComponentKey<>(KeyType.DOUBLE, Double.class);
  public static final KeyCodec<Instant> INSTANT =
      new ComponentKey<>(KeyType.INSTANT, Instant.class);
  public static final KeyCodec<UUID> UUID_KEY = new ComponentKey<>(KeyType.UUID, UUID.class);
  public static final KeyCodec<byte[]> BYTES = new ComponentKey<>(KeyType.BYTES, byte[].class);

  /** The constant of an enum whose class is not known: its name. */
  private static final KeyCodec<String> ENUM_NAME = new ComponentKey<>(KeyType.ENUM, String.class);

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
    Map<String, E> byName = new HashMap<>();
    for (E constant : constants) {
      byName.put(constant.name(), constant);
    }
    return new ComponentKey<>(type, byName);
  }

  /** Returns the key of a component whose class is not known; an enum constant is its name then. */
  public static ComponentKey<?> ofType(KeyType type) {
    KeyCodec<?> key =
        switch (Arguments.notNull("type", type)) {
          case STRING -> STRING;
          case INT -> INT;
          case LONG -> LONG;
          case BOOL -> BOOL;
          case DOUBLE -> DOUBLE;
          case INSTANT -> INSTANT;
          case UUID -> UUID_KEY;
          case BYTES -> BYTES;
          case ENUM -> ENUM_NAME;
        };
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
