package dev.cairn.bench.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.StringSerializer;
import dev.cairn.bench.data.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import java.nio.ByteBuffer;

/**
 * Encodes records with Kryo, set up for speed as its documentation advises. Each thread has its own
 * instance, which reuses its input and output. Classes are registered, references are off, and
 * serializers are written by hand.
 */
public final class KryoCodec<T> {
  private final Kryo kryo = new Kryo();
  private final Class<T> type;
  private final Output out = new Output(256, -1);
  private final Input in = new Input();
  private byte[] bytes = new byte[256];

  private KryoCodec(Class<T> type, Serializer<T> serializer) {
    this.type = type;
    kryo.setReferences(false);
    kryo.setRegistrationRequired(true);
    kryo.register(type, serializer);
  }

  /** Returns a codec of notes, for one thread. */
  public static KryoCodec<Note> notes() {
    return new KryoCodec<>(Note.class, new NoteSerializer());
  }

  /** Returns a codec of sites, for one thread. */
  public static KryoCodec<Site> sites() {
    return new KryoCodec<>(Site.class, new SiteSerializer());
  }

  /** Returns a codec of selectors, for one thread. */
  public static KryoCodec<Selector> selectors() {
    return new KryoCodec<>(Selector.class, new SelectorSerializer());
  }

  /** Returns a codec of episodes, for one thread. */
  public static KryoCodec<Episode> episodes() {
    return new KryoCodec<>(Episode.class, new EpisodeSerializer());
  }

  /** Returns a codec of texts, for one thread. */
  public static KryoCodec<String> texts() {
    return new KryoCodec<>(String.class, new StringSerializer());
  }

  /** Returns the bytes of a record. */
  public byte[] encode(T value) {
    out.setPosition(0);
    kryo.writeObject(out, value);
    return out.toBytes();
  }

  /**
   * Reads a record. The bytes are copied first: Kryo reads text from an array faster than from
   * direct memory, by more than the copy costs.
   */
  public T decode(ByteBuffer from) {
    int length = from.remaining();
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    from.get(bytes, 0, length);
    in.setBuffer(bytes, 0, length);
    return kryo.readObject(in, type);
  }

  /** Reads a record from a whole array. */
  public T decode(byte[] from) {
    return decode(from, from.length);
  }

  /** Reads a record from the first bytes of an array. */
  public T decode(byte[] from, int length) {
    in.setBuffer(from, 0, length);
    return kryo.readObject(in, type);
  }
}
