package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.data.Note;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Gives a thread test records that no other thread changes, so that their stored values can be
 * checked at the end.
 */
final class OwnNotes {
  private static final int DRAWN = 1 << 14;

  private final Note[] notes;
  private final short[] order = new short[DRAWN];
  private int next;

  /** Takes every note whose number has this remainder when divided by the number of threads. */
  OwnNotes(int thread, int threads) {
    notes =
        IntStream.range(0, Note.COUNT)
            .filter(number -> number % threads == thread)
            .mapToObj(Note::of)
            .toArray(Note[]::new);
    Random random = new Random(thread);
    for (int i = 0; i < DRAWN; i++) {
      order[i] = (short) random.nextInt(notes.length);
    }
  }

  /** Returns a random one of the notes, changed: what is stored next. */
  Note change() {
    int own = order[next++ & (DRAWN - 1)];
    notes[own] = notes[own].used();
    return notes[own];
  }

  /** Throws unless each note is stored as it was changed last. */
  void check(Contender store) {
    Proof.stored(store, Arrays.asList(notes));
  }
}
