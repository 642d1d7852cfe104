package dev.cairn.bench.process;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.bench.data.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes rows durably at an even pace, and says the 99th percentile of the time of a write for each
 * of two periods, which its parent begins and ends. A write counts from the moment at which it was
 * due.
 */
final class PacedWritingJvm {
  /** Said at the end of each period, with the percentile in nanoseconds. */
  static final String WAITED = "waited";

  private static final int PERIODS = 2;
  private static final int WARM_UP = 2_000;
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private PacedWritingJvm() {}

  /** The argument is the store. */
  public static void main(String[] args) throws Exception {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
      Memory memory = cairn.memory();
      for (int i = 0; i < WARM_UP; i++) {
        write(memory, i);
      }
      for (int period = 0; period < PERIODS; period++) {
        ParentJvm.awaitGo();
        ParentJvm.say(WAITED, percentile(period(clock, memory)));
      }
    } finally {
      clock.shutdown();
    }
  }

  private static List<Long> period(ScheduledExecutorService clock, Memory memory) throws Exception {
    List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    long begun = System.nanoTime();
    ScheduledFuture<?> writing =
        clock.scheduleAtFixedRate(
            () -> {
              long due = begun + nanos.size() * PACE_NANOS;
              write(memory, nanos.size());
              nanos.add(System.nanoTime() - due);
            },
            0,
            PACE_NANOS,
            TimeUnit.NANOSECONDS);
    ParentJvm.awaitGo();
    // Behind the write that goes on and all that were due before: they count with their waits.
    boolean unused = clock.submit(() -> writing.cancel(false)).get();
    if (!writing.isCancelled()) {
      writing.get(); // a write has failed
    }
    return List.copyOf(nanos);
  }

  private static void write(Memory memory, int number) {
    Note note = Note.of(number % Note.COUNT);
    memory.put(Note.TABLE, note.id(), note);
  }

  private static long percentile(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() * 99 / 100);
  }
}
