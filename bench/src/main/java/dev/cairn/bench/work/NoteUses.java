package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.data.Note;
import java.util.stream.IntStream;

/**
 * Checks that no update of a note is lost: each use that was counted while measuring is in the
 * store exactly once.
 */
final class NoteUses {
  private NoteUses() {}

  /** Throws unless the first so many notes were used so often since the store was filled. */
  static void check(Contender store, int notes, long uses) {
    Proof.equal("uses of notes", uses, count(store, 0, notes));
  }

  /** Returns how often the notes with the numbers from one on to another were used. */
  static long count(Contender store, int from, int before) {
    return IntStream.range(from, before)
        .mapToLong(number -> Proof.found(store.note(Note.id(number))).uses() - number)
        .sum();
  }
}
