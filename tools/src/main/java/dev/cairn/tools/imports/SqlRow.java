package dev.cairn.tools.imports;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of a SQLite table, whose columns may hold values of any type, whatever they declare. */
final class SqlRow {
  private final ResultSet rows;
  private final Set<String> columns;

  SqlRow(ResultSet rows, Set<String> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  Set<String> columns() {
    return columns;
  }

  /** Returns the value of the first of some columns that the row has and that is not null. */
  @Nullable Object value(String... names) throws SQLException {
    for (String name : names) {
      Object value = columns.contains(name) ? rows.getObject(name) : null;
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Returns a value as text; bytes are text in UTF-8. */
  Optional<String> text(String... names) throws SQLException {
    Object value = value(names);
    return Optional.ofNullable(value)
        .map(
            some ->
                some instanceof byte[] bytes
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : some.toString());
  }

  /** Returns a number of 0 where there is none. */
  long number(String... names) throws SQLException {
    return value(names) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns a time, written in any of the forms of {@link Times}. */
  Optional<Instant> time(String... names) throws SQLException {
    return text(names).flatMap(Times::read);
  }
}
