package dev.cairn.bench.contender;

import java.sql.SQLException;

/** Calls JDBC and turns its checked exceptions into unchecked ones. */
final class Sql {
  private Sql() {}

  /** A call with a result. */
  @FunctionalInterface
  interface Call<R> {
    R call() throws SQLException;
  }

  /** A call without a result. */
  @FunctionalInterface
  interface Run {
    void run() throws SQLException;
  }

  static <R> R call(Call<R> call) {
    try {
      return call.call();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void run(Run run) {
    try {
      run.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
