package dev.cairn.bench.contender;

import java.sql.SQLException;

/** Calls JDBC, whose failures nobody here can mend. */
final class Sql {
  private Sql() {}

  /** What is called for its result. */
  @FunctionalInterface
  interface Call<R> {
    R call() throws SQLException;
  }

  /** What is called for its effect. */
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
