package dev.cairn.tools.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * Reads tables of a SQLite database, from a copy in a temporary folder.
 *
 * <p>A copy, because to open a database that has a write-ahead log or a journal beside it changes
 * files, even for reading: SQLite makes an index of the log, or rolls the journal back. The copy
 * has both, so that it shows the last commit, and the source is left as it was.
 *
 * <p>A hostile file can define a view, or a table whose module computes its rows, under any name.
 * So only plain tables are read, functions that a schema calls are refused, and cells are checked.
 */
final class Database implements AutoCloseable {
  private static final List<String> BESIDE = List.of("-wal", "-journal");
  private static final int ATTEMPTS = 3;

  /** Does something with a row. */
  interface RowReader {
    void read(SqlRow row) throws SQLException, IOException;
  }

  private final String name;
  private final Path folder;
  private final Connection connection;

  private Database(String name, Path folder, Connection connection) {
    this.name = name;
    this.folder = folder;
    this.connection = connection;
  }

  /**
   * Copies a database with the files beside it, and opens the copy.
   *
   * @param name the name in messages
   * @throws IllegalArgumentException if it cannot be opened, or is being written all the time
   */
  static Database copyOf(String name, Path file) throws IOException {
    Path folder = Files.createTempDirectory("cairn-import-");
    Path copy = folder.resolve("copy.sqlite");
    deleteAtExit(folder, copy);
    try {
      copy(name, file, copy);
      Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + copy);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA trusted_schema = OFF");
        statement.execute("PRAGMA cell_size_check = ON");
        statement.execute("PRAGMA query_only = ON");
      }
      return new Database(name, folder, connection);
    } catch (SQLException e) {
      delete(folder);
      throw unreadable(name, e);
    } catch (IOException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /** Removes the copy also if a signal ends the program; the JVM deletes the last one first. */
  private static void deleteAtExit(Path folder, Path copy) {
    folder.toFile().deleteOnExit();
    for (String suffix : List.of("", "-wal", "-journal", "-shm")) {
      copy.resolveSibling(copy.getFileName() + suffix).toFile().deleteOnExit();
    }
  }

  /** Copies until no file changed while it was copied: one copy of one moment. */
  private static void copy(String name, Path file, Path copy) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<Object> before = state(file);
      Files.deleteIfExists(copy);
      Files.copy(file, copy);
      for (String suffix : BESIDE) {
        Path target = copy.resolveSibling(copy.getFileName() + suffix);
        Files.deleteIfExists(target);
        try {
          Files.copy(file.resolveSibling(file.getFileName() + suffix), target);
        } catch (NoSuchFileException e) {
          // most databases have neither while nobody has them open
        }
      }
      if (state(file).equals(before)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        name
            + ": a program is writing to it; stop that program first, or import a copy made by"
            + " sqlite3 FILE '.backup COPY'");
  }

  private static List<Object> state(Path file) throws IOException {
    List<Object> state = new ArrayList<>();
    for (String suffix : List.of("", BESIDE.get(0), BESIDE.get(1))) {
      Path each = file.resolveSibling(file.getFileName() + suffix);
      if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
        FileTime changed = Files.getLastModifiedTime(each);
        state.add(suffix);
        state.add(Files.size(each));
        state.add(changed);
      }
    }
    return state;
  }

  /** Returns the plain tables. */
  Set<String> tables() {
    Set<String> tables = new LinkedHashSet<>();
    query(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            + " AND sql LIKE 'CREATE TABLE%' ORDER BY name",
        row -> tables.add(row.text("name").orElse("")));
    return tables;
  }

  /** Returns the columns of a plain table; none if there is no such table. */
  Set<String> columns(String table) {
    Set<String> columns = new LinkedHashSet<>();
    if (tables().contains(table)) {
      query(
          "SELECT name FROM pragma_table_info('" + table.replace("'", "''") + "')",
          row -> columns.add(row.text("name").orElse("")));
    }
    return columns;
  }

  /** Returns whether there is a plain table with these columns, and perhaps others. */
  boolean has(String table, String... columns) {
    return columns(table).containsAll(List.of(columns));
  }

  /** Reads the rows of a query over plain tables. */
  void query(String sql, RowReader reader) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData columns = rows.getMetaData();
      Set<String> names = new LinkedHashSet<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnLabel(i));
      }
      while (rows.next()) {
        reader.read(new SqlRow(rows, names));
      }
    } catch (SQLException e) {
      throw unreadable(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalArgumentException unreadable(String name, SQLException e) {
    return new IllegalArgumentException(
        name
            + ": SQLite cannot read it: "
            + e.getMessage()
            + "; sqlite3 FILE .recover saves what is whole",
        e);
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
