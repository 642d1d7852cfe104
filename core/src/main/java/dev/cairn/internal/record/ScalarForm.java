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
import dev.cairn.record.ValueType.ScalarType;
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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the values of one {@link ScalarType}, such as numbers, texts and times.
 *
 * <p>The bytes are Kryo's. They are the disk format: a change to them needs a type of a new name.
 */
final class ScalarForm {
  /** Made when they are first asked for: all of them would make opening a store slower. */
  private static final Map<ScalarType, ScalarForm> FORMS = new ConcurrentHashMap<>();

  /** The value that a primitive has if none is stored; null if the type is not primitive. */
  final @Nullable Object zero;

  private final BiConsumer<Output, Object> writer;

  /** Reads a value of the type's class. Callers use it directly, which saves a call. */
  final ValueReader reader;

  private ScalarForm(@Nullable Object zero, BiConsumer<Output, Object> writer, ValueReader reader) {
    this.zero = zero;
    this.writer = writer;
    this.reader = reader;
  }

  /** Returns the form of a type. */
  static ScalarForm of(ScalarType type) {
    return FORMS.computeIfAbsent(type, ScalarForm::make);
  }

  private static ScalarForm make(ScalarType type) {
    return switch (type) {
      case BOOL -> primitive(false, Output::writeBoolean, Input::readBoolean);
      case BYTE -> primitive((byte) 0, (out, v) -> out.writeByte(v.byteValue()), Input::readByte);
      case SHORT -> primitive((short) 0, (out, v) -> out.writeShort(v), Input::readShort);
      case CHAR -> primitive('\0', Output::writeChar, Input::readChar);
      case INT -> primitive(0, (out, v) -> out.writeVarInt(v, false), in -> in.readVarInt(false));
      case LONG ->
          primitive(0L, (out, v) -> out.writeVarLong(v, false), in -> in.readVarLong(false));
      case FLOAT -> primitive(0f, Output::writeFloat, Input::readFloat);
      case DOUBLE -> primitive(0d, Output::writeDouble, Input::readDouble);
      case STRING ->
          new ScalarForm(
              null,
              (out, value) -> out.writeString((String) value),
              in -> notNull(type, in.readString()));
      case BYTES ->
          new ScalarForm(
              null,
              (out, value) -> writeBytes(out, (byte[]) value),
              in -> in.readBytes(in.readVarInt(true)));
      case DECIMAL -> serialized(type, BigDecimal.class, new BigDecimalSerializer());
      case BIGINT -> serialized(type, BigInteger.class, new BigIntegerSerializer());
      case UUID -> serialized(type, UUID.class, new UUIDSerializer());
      case URI -> serialized(type, URI.class, new URISerializer());
      case INSTANT -> serialized(type, Instant.class, new InstantSerializer());
      case DURATION -> serialized(type, Duration.class, new DurationSerializer());
      case DATE -> serialized(type, LocalDate.class, new LocalDateSerializer());
      case TIME -> serialized(type, LocalTime.class, new LocalTimeSerializer());
      case DATETIME -> serialized(type, LocalDateTime.class, new LocalDateTimeSerializer());
      case OFFSET_DATETIME ->
          serialized(type, OffsetDateTime.class, new OffsetDateTimeSerializer());
      case ZONED_DATETIME -> serialized(type, ZonedDateTime.class, new ZonedDateTimeSerializer());
    };
  }

  private static <T> ScalarForm primitive(
      T zero, BiConsumer<Output, T> writer, ValueReader reader) {
    return new ScalarForm(zero, erased(writer), reader);
  }

  /** Takes a serializer that needs no Kryo: it works on the output and the input alone. */
  private static <T> ScalarForm serialized(
      ScalarType type, Class<T> javaClass, Serializer<T> serializer) {
    BiConsumer<Output, T> writer = (out, value) -> serializer.write(null, out, value);
    return new ScalarForm(
        null, erased(writer), in -> notNull(type, serializer.read(null, in, javaClass)));
  }

  @SuppressWarnings("unchecked") // only ever given values of the type's class
  private static <T> BiConsumer<Output, Object> erased(BiConsumer<Output, T> writer) {
    return (BiConsumer<Output, Object>) writer;
  }

  /** Writes a value of the type's class. */
  void write(Object value, Output out) {
    writer.accept(out, value);
  }

  private static void writeBytes(Output out, byte[] bytes) {
    out.writeVarInt(bytes.length, true);
    out.writeBytes(bytes);
  }

  private static Object notNull(ScalarType type, @Nullable Object value) {
    if (value == null) {
      throw new MalformedBytesException("a null where " + type.text() + " is expected");
    }
    return value;
  }
}
