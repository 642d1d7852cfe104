package dev.cairn.bench.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.TimeSerializers.InstantSerializer;
import dev.cairn.bench.data.Note;
import java.util.List;

/**
 * Serializes the benchmark's notes by Kryo for the stores that Cairn is compared with, in the same
 * bytes as Cairn writes. It is written by hand, as Kryo is fastest that way.
 *
 * <p>A byte comes first, with a bit for each component that may be null (none is); then come the
 * components.
 */
final class NoteSerializer extends Serializer<Note> {
  private final InstantSerializer instants = new InstantSerializer();

  NoteSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output out, Note note) {
    out.writeByte(0);
    out.writeString(note.id());
    out.writeString(note.text());
    out.writeVarInt(note.tags().size() << 1, true);
    for (String tag : note.tags()) {
      out.writeString(tag);
    }
    out.writeVarLong(note.uses(), false);
    out.writeDouble(note.weight());
    instants.write(kryo, out, note.at());
  }

  @Override
  public Note read(Kryo kryo, Input in, Class<? extends Note> type) {
    in.readByte();
    String id = in.readString();
    String text = in.readString();
    String[] tags = new String[in.readVarInt(true) >>> 1];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = in.readString();
    }
    return new Note(
        id,
        text,
        List.of(tags),
        in.readVarLong(false),
        in.readDouble(),
        instants.read(kryo, in, null));
  }
}
