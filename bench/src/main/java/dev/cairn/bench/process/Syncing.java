package dev.cairn.bench.process;

import dev.cairn.bench.data.StoreDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Measures syncs of a directory of source files with a Cairn store, and writes beside them. */
public final class Syncing {
  private static final double NANOS = 1e9;
  private static final double NANOS_A_MILLI = 1e6;

  /** The least time in which the writes are measured without a sync. */
  private static final Duration ALONE = Duration.ofSeconds(10);

  private Syncing() {}

  /**
   * The seconds that two syncs of one directory took, of which the second finds nothing to do.
   *
   * @param first the one that stores all files
   */
  public record Syncs(double first, double second) {}

  /**
   * The 99th percentiles of the milliseconds that a durable write of another process took.
   *
   * @param beside while a sync ran
   * @param alone before that
   */
  public record Writes(double beside, double alone) {}

  /** Measures two syncs of a directory with that many files. */
  public static Syncs measure(int files) throws IOException, InterruptedException {
    try (StoreDirectory directory = new StoreDirectory();
        ChildJvm syncing = syncing(directory, files)) {
      syncing.await("ready");
      syncing.go();
      double first = Long.parseLong(syncing.await(SyncingJvm.FIRST)) / NANOS;
      double second = Long.parseLong(syncing.await(SyncingJvm.SECOND)) / NANOS;
      syncing.end();
      return new Syncs(first, second);
    }
  }

  /** Measures writes of one process, at first alone and then while another one syncs. */
  public static Writes writes(int files) throws IOException, InterruptedException {
    try (StoreDirectory directory = new StoreDirectory();
        ChildJvm syncing = syncing(directory, files);
        ChildJvm writing = ChildJvm.start(PacedWritingJvm.class, store(directory))) {
      syncing.await("ready");
      writing.await("ready");
      writing.go();
      writing.await("ready");
      Thread.sleep(ALONE.toMillis());
      writing.go();
      double alone = Long.parseLong(writing.await(PacedWritingJvm.WAITED)) / NANOS_A_MILLI;
      writing.await("ready");
      writing.go();
      writing.await("ready");
      syncing.go();
      syncing.await(SyncingJvm.FIRST);
      writing.go();
      double beside = Long.parseLong(writing.await(PacedWritingJvm.WAITED)) / NANOS_A_MILLI;
      writing.end();
      syncing.await(SyncingJvm.SECOND);
      syncing.end();
      return new Writes(beside, alone);
    }
  }

  private static ChildJvm syncing(StoreDirectory directory, int files) throws IOException {
    Path sources = directory.path().resolve("sources");
    SourceFiles.write(sources, files);
    return ChildJvm.start(SyncingJvm.class, store(directory), sources, files);
  }

  private static Path store(StoreDirectory directory) {
    return directory.path().resolve("store");
  }
}
