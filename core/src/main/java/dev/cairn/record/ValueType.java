package dev.cairn.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type of a stored value, described without any Java class. Immutable.
 *
 * <p>Without a class a value is, by its type: a {@link Scalar} an instance of {@link
 * ScalarType#javaClass()}, a constant of an enum its name, a list or a set a {@link List}, a record
 * a {@link java.util.Map} from component names, a map a {@code Map}.
 */
public sealed interface ValueType
    permits ValueType.Struct,
        ValueType.Scalar,
        ValueType.Constants,
        ValueType.ListOf,
        ValueType.SetOf,
        ValueType.MapOf {

  /**
   * Returns whether a null may be stored in place of a value.
   *
   * @return false for primitives only
   */
  default boolean nullable() {
    return true;
  }

  /**
   * Tells whether the Java value of a component of this type can be modified after it was passed.
   *
   * @return true for a list or an array, for example
   * @hidden
   */
  default boolean modifiable() {
    return true;
  }

  /**
   * Returns the type as the schema text spells it.
   *
   * @return the text
   */
  @Override
  String toString();

  /**
   * A value without parts.
   *
   * @param type the type of the value
   * @param nullable false for a primitive
   */
  record Scalar(ScalarType type, boolean nullable) implements ValueType {
    @Override
    public boolean modifiable() {
      return type == ScalarType.BYTES;
    }

    @Override
    public String toString() {
      return type.primitive() != null && nullable ? type.text() + "?" : type.text();
    }
  }

  /**
   * A record within a record.
   *
   * @param schema its components
   */
  record Struct(Schema schema) implements ValueType {
    @Override
    public boolean modifiable() {
      return schema.modifiable();
    }

    @Override
    public String toString() {
      return schema.toString();
    }
  }

  /**
   * A constant of an enum, stored as its place in this list.
   *
   * @param names the names of the constants
   */
  record Constants(List<String> names) implements ValueType {
    @Override
    public boolean modifiable() {
      return false;
    }

    @Override
    public String toString() {
      return names.stream().map(Schema::name).collect(Collectors.joining("|", "enum(", ")"));
    }
  }

  /**
   * A list of values, some of which may be null.
   *
   * @param element the type of the others
   */
  record ListOf(ValueType element) implements ValueType {
    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /**
   * A set of values, none of them null, in the order of their bytes.
   *
   * @param element the type of the values
   */
  record SetOf(ValueType element) implements ValueType {
    @Override
    public String toString() {
      return "set<" + element + ">";
    }
  }

  /**
   * A map, in the order of its keys' bytes; some of its values may be null.
   *
   * @param key the type of the keys
   * @param value the type of the values
   */
  record MapOf(ValueType key, ValueType value) implements ValueType {
    @Override
    public String toString() {
      return "map<" + key + "," + value + ">";
    }
  }

  /** The types of stored values that have no parts, and their names in a {@link Schema}. */
  @SuppressWarnings("ImmutableEnumChecker") // its functions have no state
  enum ScalarType {
    /** A {@link Boolean}. */
    BOOL("bool", boolean.class, Boolean.class),
    /** A {@link Byte}. */
    BYTE("byte", byte.class, Byte.class),
    /** A {@link Short}. */
    SHORT("short", short.class, Short.class),
    /** A {@link Character}: a UTF-16 unit, not always a letter. */
    CHAR("char", char.class, Character.class),
    /** An {@link Integer}. */
    INT("int", int.class, Integer.class),
    /** A {@link Long}. */
    LONG("long", long.class, Long.class),
    /** A {@link Float}. */
    FLOAT("float", float.class, Float.class),
    /** A {@link Double}. */
    DOUBLE("double", double.class, Double.class),
    /** A {@link String}, of any UTF-16 units. */
    STRING("string", null, String.class),
    /** A {@code byte[]}. */
    BYTES("bytes", null, byte[].class),
    /** A {@link BigDecimal}; its scale counts. */
    DECIMAL("decimal", null, BigDecimal.class),
    /** A {@link BigInteger}. */
    BIGINT("bigint", null, BigInteger.class),
    /** A {@link java.util.UUID}. */
    UUID("uuid", null, UUID.class),
    /** A {@link java.net.URI}. */
    URI("uri", null, URI.class),
    /** An {@link Instant}. */
    INSTANT("instant", null, Instant.class),
    /** A {@link Duration}. */
    DURATION("duration", null, Duration.class),
    /** A {@link LocalDate}. */
    DATE("date", null, LocalDate.class),
    /** A {@link LocalTime}. */
    TIME("time", null, LocalTime.class),
    /** A {@link LocalDateTime}. */
    DATETIME("datetime", null, LocalDateTime.class),
    /** An {@link OffsetDateTime}. */
    OFFSET_DATETIME("offset-datetime", null, OffsetDateTime.class),
    /** A {@link ZonedDateTime}. */
    ZONED_DATETIME("zoned-datetime", null, ZonedDateTime.class);

    private static final Map<String, ScalarType> BY_TEXT = new HashMap<>();

    static {
      for (ScalarType type : values()) {
        BY_TEXT.put(type.text, type);
      }
    }

    private final String text;
    private final @Nullable Class<?> primitive;
    private final Class<?> javaClass;

    ScalarType(String text, @Nullable Class<?> primitive, Class<?> javaClass) {
      this.text = text;
      this.primitive = primitive;
      this.javaClass = javaClass;
    }

    /** Finds a type by its {@link #text}; null if there is none of this name. */
    static @Nullable ScalarType ofText(String text) {
      return BY_TEXT.get(text);
    }

    /**
     * Returns the name of the type in a schema, {@code offset-datetime} for example.
     *
     * @return the name: lower-case letters and hyphens
     */
    public String text() {
      return text;
    }

    /**
     * Returns the class of the values.
     *
     * @return the class; for a primitive type, that of its box
     */
    public Class<?> javaClass() {
      return javaClass;
    }

    /**
     * Returns the primitive class of the values.
     *
     * @return the class, or null if the type has no primitive form
     */
    public @Nullable Class<?> primitive() {
      return primitive;
    }

    /**
     * Reads a value from the text that its {@code toString} writes.
     *
     * @param value the text
     * @return the value, an instance of {@link #javaClass()}
     * @throws RuntimeException if the text is not that of a value; the class depends on the type.
     *     Byte strings have no text form
     */
    public Object parse(String value) {
      return switch (this) {
        case BOOL -> parseBoolean(value);
        case BYTE -> Byte.valueOf(value);
        case SHORT -> Short.valueOf(value);
        case CHAR -> parseChar(value);
        case INT -> Integer.valueOf(value);
        case LONG -> Long.valueOf(value);
        case FLOAT -> Float.valueOf(value);
        case DOUBLE -> Double.valueOf(value);
        case STRING -> value;
        case BYTES -> throw new IllegalArgumentException(text + " has no text form");
        case DECIMAL -> new BigDecimal(value);
        case BIGINT -> new BigInteger(value);
        case UUID -> java.util.UUID.fromString(value);
        case URI -> java.net.URI.create(value);
        case INSTANT -> IsoTime.instant(value);
        case DURATION -> IsoTime.duration(value);
        case DATE -> LocalDate.parse(value);
        case TIME -> LocalTime.parse(value);
        case DATETIME -> LocalDateTime.parse(value);
        case OFFSET_DATETIME -> OffsetDateTime.parse(value);
        case ZONED_DATETIME -> ZonedDateTime.parse(value);
      };
    }

    private static Boolean parseBoolean(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("neither true nor false");
      };
    }

    private static Character parseChar(String text) {
      if (text.length() != 1) {
        throw new IllegalArgumentException("not one character");
      }
      return text.charAt(0);
    }
  }
}
