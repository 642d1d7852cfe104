package dev.cairn.jobs;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A program that does jobs until its input ends. While it does one, it holds a lock of the
 * operating system on that job: so it notices if another one does it at the same time.
 */
final class JobAgent {
  record Task(long millis) {}

  /** The number of times that the effect of a job was applied. */
  record Effect(int times) {}

  static final JobKind<Task> TASK = JobKind.named("task", Task.class);

  static final Table<Long, Effect> EFFECTS =
      Table.named("effects").keyedBy(Keys.longs()).holding(Effect.class);

  private JobAgent() {}

  /**
   * Runs the agent.
   *
   * @param arguments the store, the file of the locks, and how many jobs to do at once
   */
  public static void main(String[] arguments) throws IOException {
    OtherJvm.endWithAnyThread();
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]));
        FileChannel locks =
            FileChannel.open(
                Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Memory memory = cairn.memory();
      try (Worker worker =
          memory
              .jobs()
              .worker(TASK, claim -> work(memory, locks, claim), Integer.parseInt(arguments[2]))) {
        System.out.println("ready");
        while (System.in.read() >= 0) {
          // Its input holds nothing.
        }
        System.out.println(worker.stop(Duration.ofSeconds(20)) ? "stopped" : "goes on");
      }
    }
  }

  private static void work(Memory memory, FileChannel locks, Claim<Task> claim) throws Exception {
    long number = claim.id().number();
    FileLock lock = tryLock(locks, number);
    if (lock == null) {
      System.out.println("overlap\t" + claim);
      throw new IllegalStateException("somebody else does it");
    }
    try {
      Thread.sleep(claim.payload().millis());
      memory.write(
          m -> {
            m.update(EFFECTS, number, known -> new Effect(known.map(Effect::times).orElse(0) + 1));
            m.jobs().complete(claim);
          });
    } finally {
      lock.release();
    }
  }

  private static FileLock tryLock(FileChannel locks, long number) throws IOException {
    try {
      return locks.tryLock(number, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
