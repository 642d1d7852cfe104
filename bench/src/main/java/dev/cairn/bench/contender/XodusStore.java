package dev.cairn.bench.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.codec.KryoCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Lets the benchmark store records in JetBrains Xodus, set up as its documentation advises. Durable
 * writes are switched on. Stores have key prefixing, which reads random keys faster. Transactions
 * for writing are exclusive: they take turns instead of being run again after a conflict.
 */
final class XodusStore implements RowStore {
  private final Environment env;

  /** Opens an environment in an existing directory. */
  XodusStore(Path directory) {
    env =
        Environments.newInstance(
            directory.toFile(), new EnvironmentConfig().setLogDurableWrite(true));
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    return new XodusRows<>(kind);
  }

  @Override
  public void close() {
    env.close();
  }

  private static ByteIterable bytes(String key) {
    return new ArrayByteIterable(key.getBytes(UTF_8));
  }

  private final class XodusRows<T> implements Rows<T> {
    private final RowKind<T> kind;
    private final Store store;

    XodusRows(RowKind<T> kind) {
      this.kind = kind;
      store =
          env.computeInTransaction(
              txn ->
                  env.openStore(kind.name(), StoreConfig.WITHOUT_DUPLICATES_WITH_PREFIXING, txn));
    }

    @Override
    public @Nullable T get(String key) {
      Transaction txn = env.beginReadonlyTransaction();
      try {
        return get(txn, key);
      } finally {
        txn.abort();
      }
    }

    private @Nullable T get(Transaction txn, String key) {
      ByteIterable found = store.get(txn, bytes(key));
      return found == null ? null : decode(found);
    }

    private T decode(ByteIterable found) {
      return kind.codec().decode(found.getBytesUnsafe(), found.getLength());
    }

    @Override
    public void put(String key, T value) {
      byte[] record = kind.codec().encode(value);
      env.executeInExclusiveTransaction(
          txn -> store.put(txn, bytes(key), new ArrayByteIterable(record)));
    }

    @Override
    public T update(String key, UnaryOperator<T> change) {
      return env.computeInExclusiveTransaction(
          txn -> {
            T changed = change.apply(Rows.present(key, get(txn, key)));
            store.put(txn, bytes(key), new ArrayByteIterable(kind.codec().encode(changed)));
            return changed;
          });
    }

    @Override
    public List<T> scan(String prefix, int limit) {
      byte[] start = prefix.getBytes(UTF_8);
      List<T> values = new ArrayList<>();
      Transaction txn = env.beginReadonlyTransaction();
      try (Cursor rows = store.openCursor(txn)) {
        boolean found = rows.getSearchKeyRange(new ArrayByteIterable(start)) != null;
        while (found && values.size() < limit && startsWith(rows.getKey(), start)) {
          values.add(decode(rows.getValue()));
          found = rows.getNext();
        }
      } finally {
        txn.abort();
      }
      return values;
    }

    private static boolean startsWith(ByteIterable key, byte[] prefix) {
      return key.getLength() >= prefix.length
          && Arrays.equals(key.getBytesUnsafe(), 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public void load(List<Map.Entry<String, T>> rows) {
      KryoCodec<T> codec = kind.codec();
      env.executeInExclusiveTransaction(
          txn ->
              rows.forEach(
                  row ->
                      store.put(
                          txn,
                          bytes(row.getKey()),
                          new ArrayByteIterable(codec.encode(row.getValue())))));
    }
  }
}
