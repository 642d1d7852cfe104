package dev.cairn.locks;

import dev.cairn.Cairn;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A program whose threads take locks at random until it is killed or its time is over, and that
 * prints what it holds: a line when it has a lock, and a line before it gives it up.
 */
final class LockContender {
  static final int NAMES = 5;
  private static final int THREADS = 8;
  private static final int LONGEST_HOLD_NANOS = 2_000_000;

  private LockContender() {}

  /**
   * Runs the program.
   *
   * @param arguments the store, the seed of its choices, and the time in milliseconds
   */
  public static void main(String[] arguments) throws InterruptedException {
    OtherJvm.endWithAnyThread();
    long end = System.nanoTime() + Duration.ofMillis(Long.parseLong(arguments[2])).toNanos();
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      Locks locks = cairn.memory().locks();
      System.out.println("ready");
      Thread[] threads = new Thread[THREADS];
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(Long.parseLong(arguments[1]) * THREADS + i);
        threads[i] = new Thread(() -> contend(locks, random, end), "contender " + i);
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void contend(Locks locks, Random random, long end) {
    while (System.nanoTime() < end) {
      NamedLock lock = locks.on("name " + random.nextInt(NAMES));
      boolean writing = random.nextInt(3) == 0;
      try (Hold hold = writing ? lock.write() : lock.read()) {
        say("+", lock, hold, writing);
        LockSupport.parkNanos(random.nextInt(LONGEST_HOLD_NANOS));
        say("-", lock, hold, writing);
      }
    }
  }

  private static void say(String what, NamedLock lock, Hold hold, boolean writing) {
    System.out.println(
        String.join(
            "\t",
            what,
            lock.resource(),
            writing ? "w" : "r",
            Long.toString(hold.token().number()),
            Long.toString(hold.ticket()),
            Long.toString(System.nanoTime())));
  }
}
