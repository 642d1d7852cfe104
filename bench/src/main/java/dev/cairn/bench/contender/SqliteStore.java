package dev.cairn.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteOpenMode;

/**
 * Lets the benchmark store records in SQLite by Xerial's JDBC driver, set up as SQLite's
 * documentation advises for many readers beside a writer.
 *
 * <ul>
 *   <li>The write-ahead log is synced at each commit.
 *   <li>Statements are prepared once.
 *   <li>Tables for small rows with text keys have no row ids.
 *   <li>The whole file is mapped into memory.
 *   <li>The writing connection has a cache that holds the changes of a large transaction.
 *   <li>No two threads use a connection at the same time: each thread has one for reads, and all
 *       threads of a process take turns at one for writes, since SQLite lets one write at a time
 *       and makes the others poll.
 * </ul>
 */
final class SqliteStore implements RowStore {
  /** The time that a write waits for those of other processes, which poll too and have no order. */
  private static final int BUSY_TIMEOUT_MILLIS = 120_000;

  private static final String MMAP_BYTES = String.valueOf(64L << 30);
  private static final int WRITER_CACHE_MIB = 128;

  private final SQLiteConfig config = new SQLiteConfig();
  private final String url;
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Connection> readers = ThreadLocal.withInitial(this::connect);
  private final ReentrantLock writing = new ReentrantLock();
  private final Connection writer;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;

  /** Opens a database in an existing directory. */
  SqliteStore(Path directory) {
    url = "jdbc:sqlite:" + directory.resolve("rows.sqlite");
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, MMAP_BYTES);
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    writer = connect();
    define("PRAGMA cache_size = " + -1024 * WRITER_CACHE_MIB); // in KiB, where it is negative
    begin = prepare(writer, "BEGIN IMMEDIATE");
    commit = prepare(writer, "COMMIT");
    rollback = prepare(writer, "ROLLBACK");
  }

  private Connection connect() {
    Connection connection = Sql.call(() -> config.createConnection(url));
    connections.add(connection);
    return connection;
  }

  /** Runs a statement that defines something. */
  void define(String sql) {
    Sql.call(
        () -> {
          try (Statement statement = writer.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** Returns a query for the calling thread. */
  ThreadLocal<PreparedStatement> query(String sql) {
    return ThreadLocal.withInitial(() -> prepare(readers.get(), sql));
  }

  /** Returns a statement of the one that writes; for use in {@link #write} only. */
  PreparedStatement statement(String sql) {
    return prepare(writer, sql);
  }

  private static PreparedStatement prepare(Connection connection, String sql) {
    return Sql.call(() -> connection.prepareStatement(sql));
  }

  /** Runs work in a transaction that has the write lock from its beginning. */
  <R> R write(Sql.Call<R> work) {
    writing.lock();
    try {
      return Sql.call(
          () -> {
            begin.execute();
            R result;
            try {
              result = work.call();
            } catch (SQLException | RuntimeException e) {
              rollback.execute();
              throw e;
            }
            commit.execute();
            return result;
          });
    } finally {
      writing.unlock();
    }
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    return new SqliteRows<>(kind);
  }

  @Override
  public EpisodeRows episodes() {
    return new SqliteEpisodes(this);
  }

  @Override
  public void close() {
    for (Connection connection : connections) {
      Sql.run(connection::close);
    }
  }

  private final class SqliteRows<T> implements Rows<T> {
    private final RowKind<T> kind;
    private final ThreadLocal<PreparedStatement> get;
    private final ThreadLocal<PreparedStatement> scan;
    private final PreparedStatement getToChange;
    private final PreparedStatement put;

    SqliteRows(RowKind<T> kind) {
      this.kind = kind;
      String table = kind.name();
      define(
          "CREATE TABLE IF NOT EXISTS %s (key TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID"
              .formatted(table));
      String select = "SELECT record FROM %s WHERE ".formatted(table);
      get = query(select + "key = ?");
      scan = query(select + "key >= ? AND key < ? ORDER BY key LIMIT ?");
      getToChange = statement(select + "key = ?");
      put =
          statement(
              ("INSERT INTO %s (key, record) VALUES (?, ?) "
                      + "ON CONFLICT (key) DO UPDATE SET record = excluded.record")
                  .formatted(table));
    }

    @Override
    public @Nullable T get(String key) {
      try {
        return get(get.get(), key);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private @Nullable T get(PreparedStatement statement, String key) throws SQLException {
      statement.setString(1, key);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? kind.codec().decode(found.getBytes(1)) : null;
      }
    }

    @Override
    public void put(String key, T value) {
      byte[] record = kind.codec().encode(value);
      writing.lock();
      try {
        Sql.run(() -> put(key, record)); // a statement alone is a transaction
      } finally {
        writing.unlock();
      }
    }

    private void put(String key, byte[] record) throws SQLException {
      put.setString(1, key);
      put.setBytes(2, record);
      put.executeUpdate();
    }

    @Override
    public T update(String key, UnaryOperator<T> change) {
      return write(
          () -> {
            T changed = change.apply(Rows.present(key, get(getToChange, key)));
            put(key, kind.codec().encode(changed));
            return changed;
          });
    }

    @Override
    public List<T> scan(String prefix, int limit) {
      return Sql.call(
          () -> {
            PreparedStatement statement = scan.get();
            statement.setString(1, prefix);
            statement.setString(2, Rows.endOf(prefix));
            statement.setInt(3, limit);
            List<T> values = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
              while (found.next()) {
                values.add(kind.codec().decode(found.getBytes(1)));
              }
            }
            return values;
          });
    }

    @Override
    public void load(List<Map.Entry<String, T>> rows) {
      write(
          () -> {
            for (Map.Entry<String, T> row : rows) {
              put(row.getKey(), kind.codec().encode(row.getValue()));
            }
            return rows;
          });
    }
  }
}
