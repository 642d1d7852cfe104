package dev.cairn.bench.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.TimeSerializers.DurationSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.InstantSerializer;
import dev.cairn.sites.Site;
import java.time.Duration;
import java.util.Optional;

/**
 * Serializes records of web sites by Kryo for the stores that Cairn is compared with, in the same
 * bytes as Cairn writes. It is written by hand, as Kryo is fastest that way.
 *
 * <p>A byte comes first, with a bit for each component that may be null (none is); then come the
 * components.
 */
final class SiteSerializer extends Serializer<Site> {
  private final DurationSerializer durations = new DurationSerializer();
  private final InstantSerializer instants = new InstantSerializer();

  SiteSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output out, Site site) {
    out.writeByte(0);
    out.writeString(site.name());
    out.writeVarLong(site.visits(), false);
    durations.write(kryo, out, site.totalTime());
    instants.write(kryo, out, site.firstVisit().orElseThrow());
    instants.write(kryo, out, site.lastVisit().orElseThrow());
  }

  @Override
  public Site read(Kryo kryo, Input in, Class<? extends Site> type) {
    in.readByte();
    String name = in.readString();
    long visits = in.readVarLong(false);
    Duration total = durations.read(kryo, in, null);
    return new Site(
        name,
        visits,
        total,
        Optional.of(instants.read(kryo, in, null)),
        Optional.of(instants.read(kryo, in, null)));
  }
}
