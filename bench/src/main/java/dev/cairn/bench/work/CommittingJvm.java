package dev.cairn.bench.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the same store open, which uses notes with the numbers from {@link #FROM} on,
 * one after the other, at an even pace; closing ends it.
 */
final class CommittingJvm implements AutoCloseable {
  /** The first note that it uses. */
  static final int FROM = Note.COUNT;

  /** The one behind the last that it uses. */
  static final int END = FROM + 100;

  private static final String STARTED = "started";

  private final Process process;

  private CommittingJvm(Process process) {
    this.process = process;
  }

  /** Starts it; it commits when this returns. */
  static CommittingJvm start(ContenderKind contender, Path store, int commitsPerSecond) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CommittingJvm.class.getName(),
                  contender.name(),
                  store.toString(),
                  Integer.toString(commitsPerSecond))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader output =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      Proof.equal("the other JVM's first line", STARTED, output.readLine());
      return new CommittingJvm(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, and waits until it has. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      Proof.equal("how the other JVM ended", 0, process.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the other JVM ends", e);
    }
  }

  /** What the other JVM does, until its input ends, as it also does when the parent dies. */
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
      System.out.println(STARTED);
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
      commits.cancel(false);
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.MINUTES);
    }
  }
}
