package dev.cairn.internal.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.OffsetDateTimeSerializer;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Serializes a time with its zone and its offset. Kryo's own serializer leaves the offset out, and
 * so moves a time in the hour that a clock change repeats.
 */
final class ZonedDateTimeSerializer extends ImmutableSerializer<ZonedDateTime> {
  private final OffsetDateTimeSerializer local = new OffsetDateTimeSerializer();

  @Override
  public void write(Kryo kryo, Output out, ZonedDateTime value) {
    local.write(kryo, out, value.toOffsetDateTime());
    out.writeString(value.getZone().getId());
  }

  @Override
  public ZonedDateTime read(Kryo kryo, Input in, Class<? extends ZonedDateTime> type) {
    OffsetDateTime time = local.read(kryo, in, OffsetDateTime.class);
    // Not ofStrict: this JVM's zone rules may be newer than those of the one that wrote.
    return ZonedDateTime.ofInstant(
        time.toLocalDateTime(), time.getOffset(), ZoneId.of(in.readString()));
  }
}
