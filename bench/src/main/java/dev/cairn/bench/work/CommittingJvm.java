package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.process.ChildJvm;
import dev.cairn.bench.process.ParentJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Starts another JVM that commits to the measured store at an even pace. It counts uses of the
 * notes with the numbers from {@link #FROM} on, one after the other. Closing ends it.
 */
final class CommittingJvm implements AutoCloseable {
  /** The first note that it uses. */
  static final int FROM = Note.COUNT;

  /** The one behind the last that it uses. */
  static final int END = FROM + 100;

  private static final String STARTED = "started";

  private final ChildJvm child;

  private CommittingJvm(ChildJvm child) {
    this.child = child;
  }

  /** Starts it; it commits when this returns. */
  static CommittingJvm start(ContenderKind contender, Path store, int commitsPerSecond) {
    try {
      ChildJvm child =
          ChildJvm.start(
              List.of(),
              List.of("-Xmx128m"),
              CommittingJvm.class,
              contender,
              store,
              commitsPerSecond);
      child.await(STARTED);
      return new CommittingJvm(child);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Ends it, and waits until it has. */
  @Override
  public void close() {
    try {
      child.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for the other JVM", e);
  }

  /** Commits until the input ends, which it also does when the parent dies. */
  public static void main(String[] args) throws Exception {
    ContenderKind contender = ContenderKind.valueOf(args[0]);
    long pause = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(args[2]);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (Contender store = contender.open(Path.of(args[1]))) {
      int[] next = {FROM};
      ScheduledFuture<?> commits =
          clock.scheduleAtFixedRate(
              () -> {
                store.use(Note.id(next[0]));
                next[0] = next[0] + 1 == END ? FROM : next[0] + 1;
              },
              0,
              pause,
              TimeUnit.NANOSECONDS);
      ParentJvm.say(STARTED);
      System.in.transferTo(OutputStream.nullOutputStream());
      commits.cancel(false);
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.MINUTES);
    }
  }
}
