package dev.cairn.bench.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.TimeSerializers.InstantSerializer;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Selector.Candidate;
import java.util.List;

/**
 * Serializes page-element selectors by Kryo for the stores that Cairn is compared with, in the same
 * bytes as Cairn writes. It is written by hand, as Kryo is fastest that way.
 *
 * <p>A byte comes first, with a bit for each component that may be null (none is); then come the
 * components.
 */
final class SelectorSerializer extends Serializer<Selector> {
  private final InstantSerializer instants = new InstantSerializer();

  SelectorSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output out, Selector selector) {
    out.writeByte(0);
    out.writeString(selector.site());
    out.writeString(selector.purpose());
    out.writeVarInt(selector.candidates().size() << 1, true);
    for (Candidate candidate : selector.candidates()) {
      out.writeByte(0);
      out.writeString(candidate.selector());
      out.writeVarLong(candidate.successes(), false);
      out.writeVarLong(candidate.failures(), false);
      out.writeVarLong(candidate.failuresInARow(), false);
    }
    out.writeVarLong(selector.successes(), false);
    out.writeVarLong(selector.failures(), false);
    out.writeVarLong(selector.timesCached(), false);
    instants.write(kryo, out, selector.updatedAt());
  }

  @Override
  public Selector read(Kryo kryo, Input in, Class<? extends Selector> type) {
    in.readByte();
    String site = in.readString();
    String purpose = in.readString();
    Candidate[] candidates = new Candidate[in.readVarInt(true) >>> 1];
    for (int i = 0; i < candidates.length; i++) {
      in.readByte();
      candidates[i] =
          new Candidate(
              in.readString(), in.readVarLong(false), in.readVarLong(false), in.readVarLong(false));
    }
    return new Selector(
        site,
        purpose,
        List.of(candidates),
        in.readVarLong(false),
        in.readVarLong(false),
        in.readVarLong(false),
        instants.read(kryo, in, null));
  }
}
