package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.data.Note;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a measured store did its work, and throws if not, because its figure would mean
 * nothing.
 */
final class Proof {
  private Proof() {}

  static void equal(String what, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      throw failed("%s: %s expected, %s found".formatted(what, expected, found));
    }
  }

  /** Throws unless a store has these notes, as they are. */
  static void stored(Contender store, Iterable<Note> notes) {
    notes.forEach(note -> equal(note.id(), note, store.note(note.id())));
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
