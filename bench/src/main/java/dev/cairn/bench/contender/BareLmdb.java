package dev.cairn.bench.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.codec.KryoCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * A store of one table on plain lmdbjava, set up as its tutorial shows: the ByteBuffer proxy that
 * it picks by default (which needs the flags {@link #ADD_OPENS_NIO} and {@link #ADD_OPENS_CH}), its
 * checks off, an option that its README offers for production, reused buffers, and commits that
 * sync, which is LMDB's default.
 */
public final class BareLmdb implements AutoCloseable {
  /** Lets lmdbjava's proxy point a buffer at the memory map. */
  public static final String ADD_OPENS_NIO = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  /** As {@link #ADD_OPENS_NIO}. */
  public static final String ADD_OPENS_CH = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  /** Leaves out lmdbjava's checks of its caller. */
  public static final String NO_CHECKS = "-Dlmdbjava.disable.checks=true";

  private static final long MAP_BYTES = 64L << 30;
  private static final int MAX_VALUE_BYTES = 1024;

  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> rows;

  /** Opens an environment in an empty directory. */
  public BareLmdb(Path directory) {
    env =
        Env.create()
            .setMapSize(MAP_BYTES)
            .setMaxDbs(1)
            .setMaxReaders(1024)
            .open(directory.toFile());
    rows = env.openDbi("rows", DbiFlags.MDB_CREATE);
  }

  /** Stores rows in one commit. */
  public void putAll(Map<String, byte[]> values) {
    ByteBuffer key = keyBuffer();
    ByteBuffer value = ByteBuffer.allocateDirect(MAX_VALUE_BYTES);
    try (Txn<ByteBuffer> txn = env.txnWrite()) {
      values.forEach((id, bytes) -> rows.put(txn, set(key, id), value.clear().put(bytes).flip()));
      txn.commit();
    }
  }

  /** Returns a reader, for the calling thread. */
  public <T> Reader<T> reader(KryoCodec<T> codec) {
    return new Reader<>(codec);
  }

  /** Returns a writer, for the calling thread. */
  public <T> Writer<T> writer(KryoCodec<T> codec) {
    return new Writer<>(codec);
  }

  private ByteBuffer keyBuffer() {
    return ByteBuffer.allocateDirect(env.getMaxKeySize());
  }

  private static ByteBuffer set(ByteBuffer buffer, String key) {
    return buffer.clear().put(key.getBytes(UTF_8)).flip();
  }

  @Override
  public void close() {
    env.close();
  }

  /** One thread's way to read: a read transaction that is reset and renewed. */
  public final class Reader<T> implements AutoCloseable {
    private final KryoCodec<T> codec;
    private final ByteBuffer key = keyBuffer();
    private final Txn<ByteBuffer> txn = env.txnRead();

    private Reader(KryoCodec<T> codec) {
      this.codec = codec;
      txn.reset();
    }

    /** Reads the row of a key, which must be there. */
    public T get(String id) {
      txn.renew();
      try {
        return codec.decode(rows.get(txn, set(key, id)));
      } finally {
        txn.reset();
      }
    }

    @Override
    public void close() {
      txn.close();
    }
  }

  /** One thread's way to write: each change a commit of its own. */
  public final class Writer<T> {
    private final KryoCodec<T> codec;
    private final ByteBuffer key = keyBuffer();
    private final ByteBuffer value = ByteBuffer.allocateDirect(MAX_VALUE_BYTES);

    private Writer(KryoCodec<T> codec) {
      this.codec = codec;
    }

    /** Changes the row of a key, which must be there; durable when this returns. */
    public T update(String id, UnaryOperator<T> change) {
      try (Txn<ByteBuffer> txn = env.txnWrite()) {
        T changed = change.apply(codec.decode(rows.get(txn, set(key, id))));
        codec.encode(changed, value);
        rows.put(txn, key, value);
        txn.commit();
        return changed;
      }
    }
  }
}
