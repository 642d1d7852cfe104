package dev.cairn.internal.record;

import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.BigDecimalSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.BigIntegerSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.URISerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.UUIDSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.DurationSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.InstantSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.LocalDateSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.LocalDateTimeSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.LocalTimeSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.OffsetDateTimeSerializer;
import dev.cairn.internal.key.MalformedBytesException;
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
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The types of values that have no parts: their names in a schema, and their bytes.
 *
 * <p>The bytes are Kryo's. They are the disk format: a change to them needs a type of a new name.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions and serializers have no state
public enum ScalarType {
  /** A {@link Boolean}. */
  BOOL(
      "bool",
      boolean.class,
      Boolean.class,
      false,
      Output::writeBoolean,
      Input::readBoolean,
      ScalarType::parseBoolean),
  /** A {@link Byte}. */
  BYTE(
      "byte",
      byte.class,
      Byte.class,
      (byte) 0,
      (out, v) -> out.writeByte(v.byteValue()),
      Input::readByte,
      Byte::valueOf),
  /** A {@link Short}. */
  SHORT(
      "short",
      short.class,
      Short.class,
      (short) 0,
      (out, v) -> out.writeShort(v),
      Input::readShort,
      Short::valueOf),
  /** A {@link Character}: a UTF-16 unit, not always a letter. */
  CHAR(
      "char",
      char.class,
      Character.class,
      '\0',
      Output::writeChar,
      Input::readChar,
      ScalarType::parseChar),
  /** An {@link Integer}. */
  INT(
      "int",
      int.class,
      Integer.class,
      0,
      (out, v) -> out.writeVarInt(v, false),
      in -> in.readVarInt(false),
      Integer::valueOf),
  /** A {@link Long}. */
  LONG(
      "long",
      long.class,
      Long.class,
      0L,
      (out, v) -> out.writeVarLong(v, false),
      in -> in.readVarLong(false),
      Long::valueOf),
  /** A {@link Float}. */
  FLOAT(
      "float", float.class, Float.class, 0f, Output::writeFloat, Input::readFloat, Float::valueOf),
  /** A {@link Double}. */
  DOUBLE(
      "double",
      double.class,
      Double.class,
      0d,
      Output::writeDouble,
      Input::readDouble,
      Double::valueOf),
  /** A {@link String}, of any UTF-16 units. */
  STRING("string", String.class, Output::writeString, ScalarType::readString, text -> text),
  /** A {@code byte[]}. */
  BYTES("bytes", byte[].class, ScalarType::writeBytes, ScalarType::readBytes, null),
  /** A {@link BigDecimal}; its scale counts. */
  DECIMAL("decimal", BigDecimal.class, new BigDecimalSerializer(), BigDecimal::new),
  /** A {@link BigInteger}. */
  BIGINT("bigint", BigInteger.class, new BigIntegerSerializer(), BigInteger::new),
  /** A {@link java.util.UUID}. */
  UUID("uuid", UUID.class, new UUIDSerializer(), ScalarType::parseUuid),
  /** A {@link java.net.URI}. */
  URI("uri", URI.class, new URISerializer(), ScalarType::parseUri),
  /** An {@link Instant}. */
  INSTANT("instant", Instant.class, new InstantSerializer(), IsoTime::instant),
  /** A {@link Duration}. */
  DURATION("duration", Duration.class, new DurationSerializer(), IsoTime::duration),
  /** A {@link LocalDate}. */
  DATE("date", LocalDate.class, new LocalDateSerializer(), LocalDate::parse),
  /** A {@link LocalTime}. */
  TIME("time", LocalTime.class, new LocalTimeSerializer(), LocalTime::parse),
  /** A {@link LocalDateTime}. */
  DATETIME("datetime", LocalDateTime.class, new LocalDateTimeSerializer(), LocalDateTime::parse),
  /** An {@link OffsetDateTime}. */
  OFFSET_DATETIME(
      "offset-datetime",
      OffsetDateTime.class,
      new OffsetDateTimeSerializer(),
      OffsetDateTime::parse),
  /** A {@link ZonedDateTime}. */
  ZONED_DATETIME(
      "zoned-datetime", ZonedDateTime.class, new ZonedDateTimeSerializer(), ZonedDateTime::parse);

  static final Map<String, ScalarType> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(type -> type.text, Function.identity()));

  /** The name in a schema. */
  final String text;

  final Class<?> javaClass;

  /** The primitive class, whose values are never null, if there is one. */
  final @Nullable Class<?> primitive;

  /** What a primitive is when it is not stored. */
  final @Nullable Object zero;

  private final BiConsumer<Output, Object> writer;

  /**
   * Reads a value of {@link #javaClass}; handed out, since a call through this would cost one more.
   */
  final ValueReader reader;

  private final @Nullable Function<String, ?> parser;

  <T> ScalarType(
      String text,
      Class<T> primitive,
      Class<T> box,
      T zero,
      BiConsumer<Output, T> writer,
      ValueReader reader,
      Function<String, T> parser) {
    this.text = text;
    this.javaClass = box;
    this.primitive = primitive;
    this.zero = zero;
    this.writer = erased(writer);
    this.reader = reader;
    this.parser = parser;
  }

  <T> ScalarType(
      String text,
      Class<T> javaClass,
      BiConsumer<Output, T> writer,
      ValueReader reader,
      @Nullable Function<String, T> parser) {
    this.text = text;
    this.javaClass = javaClass;
    this.primitive = null;
    this.zero = null;
    this.writer = erased(writer);
    this.reader = reader;
    this.parser = parser;
  }

  /** Takes a serializer that needs no Kryo: it works on the output and the input alone. */
  <T> ScalarType(
      String text, Class<T> javaClass, Serializer<T> serializer, Function<String, T> parser) {
    this(
        text,
        javaClass,
        (out, value) -> serializer.write(null, out, value),
        in -> notNull(text, serializer.read(null, in, javaClass)),
        parser);
  }

  /**
   * Returns the class of the values; the box, where they are primitives.
   *
   * @return the class
   */
  public Class<?> javaClass() {
    return javaClass;
  }

  /** Writes a value, which is of {@link #javaClass}. */
  void write(Object value, Output out) {
    writer.accept(out, value);
  }

  /** Reads a value of {@link #javaClass}. */
  Object read(Input in) {
    return reader.read(in);
  }

  private static Object notNull(String text, @Nullable Object value) {
    if (value == null) {
      throw new MalformedBytesException("a null where " + text + " is expected");
    }
    return value;
  }

  /**
   * Reads a value from text: what its {@code toString} writes.
   *
   * @param value the text
   * @return the value
   * @throws RuntimeException if the text is none, or if the type has no text form (byte strings)
   */
  public Object parse(String value) {
    if (parser == null) {
      throw new IllegalArgumentException(text + " has no text form");
    }
    return parser.apply(value);
  }

  @SuppressWarnings("unchecked") // only ever given values of javaClass
  private static <T> BiConsumer<Output, Object> erased(BiConsumer<Output, T> writer) {
    return (BiConsumer<Output, Object>) writer;
  }

  private static void writeBytes(Output out, byte[] bytes) {
    out.writeVarInt(bytes.length, true);
    out.writeBytes(bytes);
  }

  private static Object readString(Input in) {
    return notNull("string", in.readString());
  }

  private static byte[] readBytes(Input in) {
    return in.readBytes(in.readVarInt(true));
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

  private static UUID parseUuid(String text) {
    return java.util.UUID.fromString(text);
  }

  private static URI parseUri(String text) {
    return java.net.URI.create(text);
  }
}
