package dev.cairn.bench.work;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Throws where a contender did not do its work: its figure would mean nothing. */
final class Proof {
  private Proof() {}

  static void equal(String what, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      throw failed("%s: %s expected, %s found".formatted(what, expected, found));
    }
  }

  static <T> T found(@Nullable T record) {
    if (record == null) {
      throw failed("a record was not found");
    }
    return record;
  }

  static IllegalStateException failed(String what) {
    return new IllegalStateException("the work was not done: " + what);
  }
}
