package dev.cairn.bench.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.TimeSerializers.InstantSerializer;
import dev.cairn.episodes.Episode;
import dev.cairn.values.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Serializes the recorded tasks of agents by Kryo for the stores that Cairn is compared with, in
 * the same bytes as Cairn writes. It is written by hand, as Kryo is fastest that way.
 *
 * <p>Two bytes come first, with a bit for each component that may be null, set for an empty
 * Optional; then come the components that are present.
 */
final class EpisodeSerializer extends Serializer<Episode> {
  private static final int NO_URL = 1 << 2;
  private static final int NO_SITE = 1 << 3;
  private static final int NO_AGENT = 1 << 4;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final InstantSerializer instants = new InstantSerializer();

  EpisodeSerializer() {
    super(false, true);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // as Cairn's schema has it
  public void write(Kryo kryo, Output out, Episode episode) {
    out.writeByte(
        (episode.url().isPresent() ? 0 : NO_URL)
            | (episode.site().isPresent() ? 0 : NO_SITE)
            | (episode.agent().isPresent() ? 0 : NO_AGENT));
    out.writeByte(0);
    out.writeString(episode.id());
    out.writeString(episode.task());
    episode.url().ifPresent(out::writeString);
    episode.site().ifPresent(out::writeString);
    episode.agent().ifPresent(out::writeString);
    out.writeVarInt(episode.outcome().ordinal(), true);
    out.writeVarInt(episode.steps().size() << 1, true);
    for (String step : episode.steps()) {
      out.writeString(step);
    }
    out.writeString(episode.result());
    instants.write(kryo, out, episode.happenedAt());
  }

  @Override
  public Episode read(Kryo kryo, Input in, Class<? extends Episode> type) {
    int absent = in.readByte();
    in.readByte();
    return new Episode(
        in.readString(),
        in.readString(),
        text(in, absent, NO_URL),
        text(in, absent, NO_SITE),
        text(in, absent, NO_AGENT),
        OUTCOMES[in.readVarInt(true)],
        steps(in),
        in.readString(),
        instants.read(kryo, in, null));
  }

  private static Optional<String> text(Input in, int absent, int bit) {
    return (absent & bit) == 0 ? Optional.of(in.readString()) : Optional.empty();
  }

  private static List<String> steps(Input in) {
    String[] steps = new String[in.readVarInt(true) >>> 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = in.readString();
    }
    return List.of(steps);
  }
}
