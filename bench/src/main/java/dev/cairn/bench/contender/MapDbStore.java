package dev.cairn.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.Serializer;
import org.mapdb.serializer.GroupSerializerObjectArray;

/**
 * Lets the benchmark store records in MapDB, with the file mapped into memory and the write-ahead
 * log enabled, as its documentation advises. Each kind has a B-tree with serializers of its own.
 * Values are stored outside of the tree's nodes, so that a read decodes one record and not its
 * neighbours. A commit covers the changes of all threads.
 */
final class MapDbStore implements RowStore {
  private final DB db;
  private final SharedCommit durable;

  /** Opens a database in an existing directory. */
  MapDbStore(Path directory) {
    db =
        DBMaker.fileDB(directory.resolve("rows.mapdb").toFile())
            .fileMmapEnableIfSupported()
            .transactionEnable()
            .make();
    durable = new SharedCommit(db::commit);
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    return new MapDbRows<>(kind);
  }

  @Override
  public void close() {
    db.close();
  }

  private final class MapDbRows<T> implements Rows<T> {
    private final BTreeMap<String, T> map;

    MapDbRows(RowKind<T> kind) {
      map =
          db.treeMap(kind.name(), Serializer.STRING, new RecordSerializer<>(kind))
              .valuesOutsideNodesEnable()
              .createOrOpen();
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
      T changed =
          Rows.present(key, map.computeIfPresent(key, (same, known) -> change.apply(known)));
      durable.await();
      return changed;
    }

    @Override
    public List<T> scan(String prefix, int limit) {
      return map.subMap(prefix, true, Rows.endOf(prefix), false).values().stream()
          .limit(limit)
          .toList();
    }

    @Override
    public void load(List<Map.Entry<String, T>> rows) {
      rows.forEach(row -> map.put(row.getKey(), row.getValue()));
      durable.await();
    }
  }

  /** Writes records with Kryo, each preceded by its length. */
  private static final class RecordSerializer<T> extends GroupSerializerObjectArray<T> {
    private final RowKind<T> kind;

    RecordSerializer(RowKind<T> kind) {
      this.kind = kind;
    }

    @Override
    public void serialize(DataOutput2 out, T record) throws IOException {
      byte[] bytes = kind.codec().encode(record);
      out.packInt(bytes.length);
      out.write(bytes);
    }

    @Override
    public T deserialize(DataInput2 in, int available) throws IOException {
      byte[] bytes = new byte[in.unpackInt()];
      in.readFully(bytes);
      return kind.codec().decode(bytes);
    }
  }
}
