package dev.cairn.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.contender.SyncCheck;
import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.bench.report.Syncs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts the disk syncs of a store's writes with strace, to prove that a durable store syncs each
 * write.
 */
public final class SyncCount {
  private static final int WRITES = 100;

  private SyncCount() {}

  /**
   * Counts the syncs of writes that are made one after the other.
   *
   * @throws IOException also if there are fewer syncs than writes that are said to be durable, or
   *     if strace is not there
   */
  public static Syncs count(ContenderKind contender) throws IOException, InterruptedException {
    Path log = Files.createTempFile("syncs", ".strace");
    try (StoreDirectory parent = new StoreDirectory()) {
      String directory = parent.path().toRealPath().toString();
      try (ChildJvm child =
          ChildJvm.start(
              strace(log),
              List.of("-Dbench.dir=" + directory),
              SyncCheck.class,
              contender,
              WRITES)) {
        child.end();
      }
      SystemCalls seen = SystemCalls.count(Files.readAllLines(log), directory);
      Syncs syncs = new Syncs(contender, WRITES, seen.calls(), seen.syncedWrites());
      if (contender.durable && !syncs.durable()) {
        throw new IOException("%s is said to be durable: %s".formatted(contender.title, syncs));
      }
      return syncs;
    } finally {
      Files.delete(log);
    }
  }

  /**
   * Throws unless strace can be used here.
   *
   * @throws IOException with the way out
   */
  public static void requireStrace() throws IOException, InterruptedException {
    Process strace;
    try {
      strace =
          new ProcessBuilder("strace", "-f", "--trace=fsync", "true")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException(
          "strace was not found, which shows that contenders sync; install it (Debian: strace)", e);
    }
    String said = new String(strace.getInputStream().readAllBytes(), UTF_8);
    if (strace.waitFor() != 0) {
      throw new IOException(
          "strace does not work here, which shows that contenders sync: " + said.strip());
    }
  }

  private static List<String> strace(Path log) {
    return List.of("strace", "-f", "-y", "-qq", "--trace=" + SystemCalls.TRACED, "--output=" + log);
  }
}
