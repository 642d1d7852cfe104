package dev.cairn.bench.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.codec.KryoCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Transaction;
import org.rocksdb.TransactionDB;
import org.rocksdb.TransactionDBOptions;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Lets the benchmark store records in RocksDB by its Java binding, with the options that its wiki
 * recommends to start with.
 *
 * <ul>
 *   <li>Tables have Bloom filters and larger blocks; index and filter blocks are in the block
 *       cache.
 *   <li>There are more background jobs than by default.
 *   <li>Rows are compressed by LZ4 and, on the bottom level, where most rows are, by Zstandard.
 *   <li>Writes sync the log; RocksDB lets the writes of several threads share a sync.
 *   <li>Updates are pessimistic transactions, which RocksDB advises if threads compete.
 * </ul>
 */
final class RocksStore implements RowStore {
  private static final long BLOCK_CACHE_BYTES = 512L << 20;
  private static final int BLOCK_BYTES = 16 << 10;
  private static final int BLOOM_BITS = 10;
  private static final int BACKGROUND_JOBS = 6;
  private static final long BYTES_PER_SYNC = 1 << 20;
  private static final int VALUE_BYTES = 4096;

  static {
    RocksDB.loadLibrary();
  }

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ThreadLocal<ByteBuffer> keys =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1024));
  private final ThreadLocal<ByteBuffer> values =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(VALUE_BYTES));
  private final List<ColumnFamilyHandle> families = new ArrayList<>();
  private final ReadOptions reads = closing(new ReadOptions());
  private final WriteOptions synced = closing(new WriteOptions().setSync(true));
  private final TransactionDB db;

  /** Opens a database in an existing directory. */
  RocksStore(Path directory) {
    Cache cache = closing(new LRUCache(BLOCK_CACHE_BYTES));
    BlockBasedTableConfig tables =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(BLOCK_BYTES)
            .setFilterPolicy(closing(new BloomFilter(BLOOM_BITS)))
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    ColumnFamilyOptions family =
        closing(
            new ColumnFamilyOptions()
                .setTableFormatConfig(tables)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION));
    DBOptions options =
        closing(
            new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setBytesPerSync(BYTES_PER_SYNC));
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
    for (RowKind<?> kind : RowKind.ALL) {
      descriptors.add(new ColumnFamilyDescriptor(kind.name().getBytes(UTF_8), family));
    }
    try {
      db =
          closing(
              TransactionDB.open(
                  options,
                  closing(new TransactionDBOptions()),
                  directory.toString(),
                  descriptors,
                  families));
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
    families.forEach(this::closing);
  }

  private <C extends AutoCloseable> C closing(C resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    return new RocksRows<>(kind, families.get(1 + RowKind.ALL.indexOf(kind)));
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable resource : open) {
        resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private final class RocksRows<T> implements Rows<T> {
    private final RowKind<T> kind;
    private final ColumnFamilyHandle family;

    RocksRows(RowKind<T> kind, ColumnFamilyHandle family) {
      this.kind = kind;
      this.family = family;
    }

    @Override
    public @Nullable T get(String key) {
      ByteBuffer name = keys.get().clear().put(key.getBytes(UTF_8)).flip();
      ByteBuffer value = values.get().clear();
      try {
        int length = db.get(family, reads, name, value);
        if (length == RocksDB.NOT_FOUND) {
          return null;
        }
        if (length > value.capacity()) {
          values.set(ByteBuffer.allocateDirect(2 * length));
          return get(key);
        }
        return kind.codec().decode(value);
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void put(String key, T value) {
      try {
        db.put(family, synced, key.getBytes(UTF_8), kind.codec().encode(value));
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public T update(String key, UnaryOperator<T> change) {
      byte[] name = key.getBytes(UTF_8);
      KryoCodec<T> codec = kind.codec();
      try (Transaction transaction = db.beginTransaction(synced)) {
        byte[] found = Rows.present(key, transaction.getForUpdate(reads, family, name, true));
        T changed = change.apply(codec.decode(found));
        transaction.put(family, name, codec.encode(changed));
        transaction.commit();
        return changed;
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public List<T> scan(String prefix, int limit) {
      byte[] start = prefix.getBytes(UTF_8);
      KryoCodec<T> codec = kind.codec();
      List<T> found = new ArrayList<>();
      try (RocksIterator rows = db.newIterator(family, reads)) {
        rows.seek(start);
        while (found.size() < limit && rows.isValid() && startsWith(rows.key(), start)) {
          found.add(codec.decode(rows.value()));
          rows.next();
        }
        rows.status();
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
      return found;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
      return key.length >= prefix.length
          && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public void load(List<Map.Entry<String, T>> rows) {
      KryoCodec<T> codec = kind.codec();
      try (WriteBatch batch = new WriteBatch()) {
        for (Map.Entry<String, T> row : rows) {
          batch.put(family, row.getKey().getBytes(UTF_8), codec.encode(row.getValue()));
        }
        db.write(synced, batch);
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
