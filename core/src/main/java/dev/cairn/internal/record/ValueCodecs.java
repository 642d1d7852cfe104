package dev.cairn.internal.record;

import dev.cairn.record.ValueType.ScalarType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the encoder for the declared type of a record component. */
final class ValueCodecs {
  private static final String SUPPORTED =
      "supported are primitives and their boxes, String, byte[], enums, BigDecimal, BigInteger, "
          + "UUID, URI, Instant, Duration, LocalDate, LocalTime, LocalDateTime, OffsetDateTime, "
          + "ZonedDateTime, records, and Optional, List, Set and Map of these";

  /** Made when they are first asked for: all of them would make opening a store slower. */
  private static final Map<Class<?>, ValueCodec> SCALARS = new ConcurrentHashMap<>();

  private ValueCodecs() {}

  private static @Nullable ValueCodec scalar(Class<?> type) {
    ValueCodec known = SCALARS.get(type);
    if (known != null) {
      return known;
    }
    for (ScalarType scalar : ScalarType.values()) {
      boolean primitive = type == scalar.primitive();
      if (primitive || type == scalar.javaClass()) {
        ValueCodec made = new ScalarCodec(scalar, primitive);
        SCALARS.put(type, made);
        return made;
      }
    }
    return null;
  }

  /**
   * Returns the codec of a type.
   *
   * @param where the record and the component, for messages
   * @param open the records that this type stands in, the outermost first
   * @throws IllegalArgumentException if values of the type cannot be stored
   */
  static ValueCodec of(Type type, String where, List<Class<?>> open) {
    if (type instanceof Class<?> plain) {
      return ofClass(plain, where, open);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Class<?> raw = (Class<?>) generic.getRawType();
      if (raw == Optional.class) {
        return ofOptional(arguments[0], where, open);
      } else if (raw == List.class) {
        return new ListCodec(of(arguments[0], where, open));
      } else if (raw == Set.class) {
        return new SetCodec(of(arguments[0], where, open), where);
      } else if (raw == Map.class) {
        return new MapCodec(of(arguments[0], where, open), of(arguments[1], where, open), where);
      }
    }
    throw unsupported(type, where);
  }

  private static ValueCodec ofClass(Class<?> type, String where, List<Class<?>> open) {
    ValueCodec scalar = scalar(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isEnum()) {
      return new EnumCodec(enumClass(type));
    }
    if (!type.isRecord()) {
      throw unsupported(type, where);
    }
    if (open.contains(type)) {
      throw new IllegalArgumentException(
          "%s: a record cannot contain itself (%s); store the inner one as a row and hold its key"
              .formatted(where, type.getName()));
    }
    return RecordCodec.of(type.asSubclass(Record.class), open);
  }

  @SuppressWarnings("unchecked") // the caller saw that it is an enum
  private static Class<? extends Enum<?>> enumClass(Class<?> type) {
    return (Class<? extends Enum<?>>) type;
  }

  private static ValueCodec ofOptional(Type inner, String where, List<Class<?>> open) {
    ValueCodec codec = of(inner, where, open);
    if (codec instanceof OptionalCodec) {
      throw new IllegalArgumentException(
          where + ": an Optional of an Optional cannot be stored; one says as much");
    }
    return new OptionalCodec(codec, where);
  }

  private static IllegalArgumentException unsupported(Type type, String where) {
    return new IllegalArgumentException(
        "%s: values of type %s cannot be stored; %s"
            .formatted(where, type.getTypeName(), SUPPORTED));
  }
}
