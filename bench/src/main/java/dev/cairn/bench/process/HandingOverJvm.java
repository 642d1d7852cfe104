package dev.cairn.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The program of a child JVM that takes turns at a lock with another one. */
final class HandingOverJvm {
  /** Says when each turn began and ended. */
  static final String TURNS = "turns";

  /**
   * Turns that are taken as fast as they come, so that both JVMs have compiled before: with two of
   * them on two cores, a compiler at work delays the other's thread by milliseconds.
   */
  private static final int FAST_TURNS = 30_000;

  /** Turns like those that are measured, which are not measured. */
  private static final int WARM_UP = 1_000;

  private static final int ROUNDS = 1_000;

  /** Long enough for the other one to have asked, and to have fallen asleep. */
  private static final Duration HELD = Duration.ofMillis(3);

  /**
   * Short enough to ask again before the other one releases, and long enough to let it go first.
   */
  private static final Duration PAUSE = Duration.ofMillis(1);

  private HandingOverJvm() {}

  /** Runs; the arguments are the lock and a directory. */
  public static void main(String[] args) throws IOException, InterruptedException {
    long[] times = new long[2 * ROUNDS];
    try (HandedLock.Taker lock = HandedLock.valueOf(args[0]).open(Path.of(args[1]))) {
      ParentJvm.awaitGo();
      for (int i = 0; i < FAST_TURNS; i++) {
        lock.take();
        lock.release();
      }
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        lock.take();
        long granted = System.nanoTime();
        Thread.sleep(HELD.toMillis());
        long released = System.nanoTime();
        lock.release();
        if (i >= 0) {
          times[2 * i] = granted;
          times[2 * i + 1] = released;
        }
        Thread.sleep(PAUSE.toMillis());
      }
      ParentJvm.say(TURNS, times);
    }
  }
}
