package dev.cairn.bench.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.codec.KryoCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.CursorIterable.KeyVal;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.KeyRange;
import org.lmdbjava.Txn;

/**
 * Lets the benchmark store records in LMDB by lmdbjava alone, set up as the documentation of both
 * advises.
 *
 * <ul>
 *   <li>It uses lmdbjava's default proxy, which is that for ByteBuffer.
 *   <li>lmdbjava's checks are off, an option that its README offers for production.
 *   <li>Each thread resets and renews one read transaction, and reuses its buffers.
 *   <li>Values are decoded out of the memory map.
 *   <li>Each write is a commit of its own, which syncs, as LMDB does by default.
 * </ul>
 */
final class LmdbStore implements RowStore {
  private static final long MAP_BYTES = 64L << 30;
  private static final int MAX_READERS = 1024;

  static {
    // Read when lmdbjava's classes load: in the JVM of this contender, and in no other's.
    System.setProperty(Env.DISABLE_CHECKS_PROP, "true");
  }

  private final Env<ByteBuffer> env;
  private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);
  private final Queue<Txn<ByteBuffer>> readers = new ConcurrentLinkedQueue<>();

  /** Opens an environment in an existing directory. */
  LmdbStore(Path directory) {
    env =
        Env.create()
            .setMapSize(MAP_BYTES)
            .setMaxDbs(RowKind.ALL.size())
            .setMaxReaders(MAX_READERS)
            .open(directory.toFile());
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    return new LmdbRows<>(kind);
  }

  @Override
  public void close() {
    readers.forEach(Txn::close);
    env.close();
  }

  /** The buffers that a thread uses again and again. */
  private final class Buffers {
    private final ByteBuffer key = ByteBuffer.allocateDirect(env.getMaxKeySize());
    private ByteBuffer value = ByteBuffer.allocateDirect(4096);
    private final Txn<ByteBuffer> reader = env.txnRead();

    Buffers() {
      reader.reset();
      readers.add(reader);
    }

    ByteBuffer key(String text) {
      return key.clear().put(text.getBytes(UTF_8)).flip();
    }

    ByteBuffer value(byte[] bytes) {
      if (bytes.length > value.capacity()) {
        value = ByteBuffer.allocateDirect(2 * bytes.length);
      }
      return value.clear().put(bytes).flip();
    }
  }

  private final class LmdbRows<T> implements Rows<T> {
    private final RowKind<T> kind;
    private final Dbi<ByteBuffer> dbi;

    LmdbRows(RowKind<T> kind) {
      this.kind = kind;
      dbi = env.openDbi(kind.name(), DbiFlags.MDB_CREATE);
    }

    @Override
    public @Nullable T get(String key) {
      Buffers own = buffers.get();
      own.reader.renew();
      try {
        ByteBuffer found = dbi.get(own.reader, own.key(key));
        return found == null ? null : kind.codec().decode(found);
      } finally {
        own.reader.reset();
      }
    }

    @Override
    public void put(String key, T value) {
      load(List.of(Map.entry(key, value)));
    }

    @Override
    public T update(String key, UnaryOperator<T> change) {
      Buffers own = buffers.get();
      KryoCodec<T> codec = kind.codec();
      try (Txn<ByteBuffer> txn = env.txnWrite()) {
        ByteBuffer found = Rows.present(key, dbi.get(txn, own.key(key)));
        T changed = change.apply(codec.decode(found));
        dbi.put(txn, own.key, own.value(codec.encode(changed)));
        txn.commit();
        return changed;
      }
    }

    @Override
    public List<T> scan(String prefix, int limit) {
      Buffers own = buffers.get();
      KryoCodec<T> codec = kind.codec();
      List<T> values = new ArrayList<>();
      ByteBuffer end = ByteBuffer.allocateDirect(env.getMaxKeySize());
      end.put(Rows.endOf(prefix).getBytes(UTF_8)).flip();
      own.reader.renew();
      try (CursorIterable<ByteBuffer> rows =
          dbi.iterate(own.reader, KeyRange.closedOpen(own.key(prefix), end))) {
        for (KeyVal<ByteBuffer> row : rows) {
          if (values.size() == limit) {
            break;
          }
          values.add(codec.decode(row.val()));
        }
      } finally {
        own.reader.reset();
      }
      return values;
    }

    @Override
    public void load(List<Map.Entry<String, T>> rows) {
      Buffers own = buffers.get();
      KryoCodec<T> codec = kind.codec();
      try (Txn<ByteBuffer> txn = env.txnWrite()) {
        for (Map.Entry<String, T> row : rows) {
          dbi.put(txn, own.key(row.getKey()), own.value(codec.encode(row.getValue())));
        }
        txn.commit();
      }
    }
  }
}
