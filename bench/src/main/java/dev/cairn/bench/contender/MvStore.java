package dev.cairn.bench.contender;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVMap.Decision;
import org.h2.mvstore.MVMap.DecisionMaker;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * Lets the benchmark store records in H2's MVStore, set up as its documentation advises. Each kind
 * has a map with a data type of its own, so that pages in the cache hold records. A write is
 * durable after a commit and a sync, which cover the changes of all threads. Commits in the
 * background are off: they do not sync. Its cache may take a quarter of the heap of a JVM that is
 * measured.
 */
final class MvStore implements RowStore {
  private static final int CACHE_MIB = 128;

  private final MVStore store;
  private final SharedCommit durable;

  /** Opens a store in an existing directory. */
  MvStore(Path directory) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("rows.mv").toString())
            .cacheSize(CACHE_MIB)
            .autoCommitDisabled()
            .autoCommitBufferSize(0)
            .open();
    durable = new SharedCommit(this::commit);
  }

  private void commit() {
    store.commit();
    store.sync();
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    return new MvRows<>(kind);
  }

  @Override
  public void close() {
    store.close();
  }

  private final class MvRows<T> implements Rows<T> {
    private final MVMap<String, T> map;

    MvRows(RowKind<T> kind) {
      map =
          store.openMap(
              kind.name(),
              new MVMap.Builder<String, T>()
                  .keyType(StringDataType.INSTANCE)
                  .valueType(new RecordType<>(kind)));
    }

    @Override
    public @Nullable T get(String key) {
      return map.get(key);
    }

    @Override
    public void put(String key, T value) {
      map.put(key, value);
      durable.await();
    }

    @Override
    public T update(String key, UnaryOperator<T> change) {
      Change<T> decision = new Change<>(change);
      map.operate(key, null, decision);
      T changed = Rows.present(key, decision.changed);
      durable.await();
      return changed;
    }

    @Override
    public List<T> scan(String prefix, int limit) {
      List<T> values = new ArrayList<>();
      Cursor<String, T> rows = map.cursor(prefix);
      while (values.size() < limit && rows.hasNext() && rows.next().startsWith(prefix)) {
        values.add(rows.getValue());
      }
      return values;
    }

    @Override
    public void load(List<Map.Entry<String, T>> rows) {
      rows.forEach(row -> map.put(row.getKey(), row.getValue()));
      durable.await();
    }
  }

  /** Changes an existing value, and stores nothing if there is none. */
  private static final class Change<T> extends DecisionMaker<T> {
    private final UnaryOperator<T> change;
    private @Nullable T changed;

    Change(UnaryOperator<T> change) {
      this.change = change;
    }

    @Override
    public Decision decide(@Nullable T existing, @Nullable T provided) {
      changed = existing == null ? null : change.apply(existing);
      return changed == null ? Decision.ABORT : Decision.PUT;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // asked for where decide() said PUT only
    public <S extends T> S selectValue(@Nullable S existing, @Nullable S provided) {
      return (S) changed;
    }

    @Override
    public void reset() {
      changed = null;
    }
  }

  /** Writes records with Kryo, each preceded by its length. */
  private static final class RecordType<T> extends BasicDataType<T> {
    /** About what a record takes in memory. */
    private static final int MEMORY = 400;

    private final RowKind<T> kind;

    RecordType(RowKind<T> kind) {
      this.kind = kind;
    }

    @Override
    public int getMemory(T record) {
      return MEMORY;
    }

    @Override
    public void write(WriteBuffer buffer, T record) {
      byte[] bytes = kind.codec().encode(record);
      buffer.putVarInt(bytes.length).put(bytes);
    }

    @Override
    public T read(ByteBuffer buffer) {
      int length = DataUtils.readVarInt(buffer);
      int end = buffer.limit();
      buffer.limit(buffer.position() + length);
      T record = kind.codec().decode(buffer);
      buffer.limit(end);
      return record;
    }

    @Override
    @SuppressWarnings("unchecked") // seen through BasicDataType only, which casts alike
    public T[] createStorage(int size) {
      return (T[]) new Object[size];
    }
  }
}
