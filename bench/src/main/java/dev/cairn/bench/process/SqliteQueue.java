package dev.cairn.bench.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A queue in a table of SQLite as programs write it that have no library for queues: a connection
 * for each call, with the settings that SQLite has by itself, which are durable. It differs in one
 * point: a claim is one transaction, so that no two processes claim the same job.
 */
final class SqliteQueue implements JobQueue {
  private static final int BUSY_TIMEOUT_MILLIS = 120_000;

  private final String url;

  SqliteQueue(Path directory) {
    url = "jdbc:sqlite:" + directory.resolve("jobs.sqlite");
    call(
        connection ->
            execute(
                connection,
                "CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, operation TEXT NOT NULL, "
                    + "priority INTEGER NOT NULL, status TEXT NOT NULL, payload TEXT, "
                    + "created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, started_at TIMESTAMP, "
                    + "completed_at TIMESTAMP, result TEXT, error TEXT)"));
    // Without this index each claim would sort the whole table.
    call(
        connection ->
            execute(
                connection,
                "CREATE INDEX IF NOT EXISTS turn ON jobs (status, priority, created_at)"));
  }

  private interface Call<R> {
    R on(Connection connection) throws SQLException;
  }

  private <R> R call(Call<R> call) {
    try (Connection connection = DriverManager.getConnection(url)) {
      boolean unused = execute(connection, "PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      return call.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static boolean update(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate() > 0;
    }
  }

  @Override
  public void submit(long number) {
    boolean unused =
        call(
            connection ->
                update(
                    connection,
                    "INSERT INTO jobs (id, operation, priority, status, payload) "
                        + "VALUES (?, 'task', 3, 'queued', ?)",
                    UUID.randomUUID().toString(),
                    "{\"number\":" + number + "}"));
  }

  /** Claims the next job, and returns its id; an empty text if there is none. */
  private String claim() {
    return call(
        connection -> {
          boolean unusedBegin = execute(connection, "BEGIN IMMEDIATE");
          String id = first(connection);
          if (!id.isEmpty()) {
            boolean unused =
                update(
                    connection,
                    "UPDATE jobs SET status = 'processing', started_at = CURRENT_TIMESTAMP WHERE id = ?",
                    id);
          }
          boolean unusedEnd = execute(connection, "COMMIT");
          return id;
        });
  }

  private static String first(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id FROM jobs WHERE status = 'queued' ORDER BY priority, created_at LIMIT 1")) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private void complete(String id) {
    boolean unused =
        call(
            connection ->
                update(
                    connection,
                    "UPDATE jobs SET status = 'done', completed_at = CURRENT_TIMESTAMP WHERE id = ?",
                    id));
  }

  private long completed() {
    return call(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery("SELECT count(*) FROM jobs WHERE status = 'done'")) {
            return rows.getLong(1);
          }
        });
  }

  @Override
  public void work(int threads, long complete) throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    Stream<Future<?>> all =
        Stream.<Future<?>>generate(() -> workers.submit(() -> loop(complete))).limit(threads);
    for (Future<?> one : all.toList()) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    workers.shutdown();
  }

  private Void loop(long complete) throws InterruptedException {
    while (true) {
      String id = claim();
      if (!id.isEmpty()) {
        complete(id);
      } else if (completed() == complete) {
        return null;
      } else {
        Thread.sleep(1);
      }
    }
  }

  @Override
  public void close() {
    // Each call has closed its connection.
  }
}
