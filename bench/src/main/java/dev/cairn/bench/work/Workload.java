package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.contender.JvmArgs;
import dev.cairn.bench.data.StoreDirectory;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The base class of all benchmarks: opens and fills a store before the measurement, and checks
 * afterwards that it did the work.
 *
 * <p>All contenders run with the same flags, and with the heap of a JVM that has run for a while:
 * of one size, and all of it touched. Otherwise a short run measures how fast the machine hands out
 * memory for the first time.
 */
@State(Scope.Benchmark)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      JvmArgs.HEAP_FROM,
      JvmArgs.HEAP_TO,
      JvmArgs.TOUCHED,
      JvmArgs.OPEN_NIO,
      JvmArgs.OPEN_NIO_CH,
      JvmArgs.OPEN_LANG,
      JvmArgs.OPEN_REFLECT,
      JvmArgs.EXPORT_REF,
      JvmArgs.EXPORT_JAVAC
    })
public abstract class Workload {
  private StoreDirectory directory;
  private Contender store;

  /** Returns which contender is measured, the workload's parameter. */
  abstract ContenderKind kind();

  /** Stores what the workload works on. */
  abstract void fill(Contender empty);

  /** Throws unless the work that was measured was done. */
  abstract void check(Contender used);

  /** Looks at what is left on disk when the contender is closed. */
  void closed(Path directory) {}

  /** Returns the contender. */
  final Contender store() {
    return store;
  }

  /** Returns where the contender keeps its files. */
  final Path directory() {
    return directory.path();
  }

  /**
   * Opens a store and fills it. Then the garbage collector brings together what is in use: a
   * measurement that allocates nothing would go on with records that lie scattered among their
   * builders' garbage.
   */
  @Setup
  public void open(BenchmarkParams params) {
    if (params.getThreads() > 1 && params.shouldSynchIterations()) {
      System.out.println(
          "JMH adds up what each thread did in its own time, and counts a thread that comes late"
              + " from a slow operation for far too much: run with -si false");
    }
    directory = new StoreDirectory();
    store = kind().open(directory.path());
    fill(store);
    System.gc();
  }

  /** Checks that the work was done, and deletes the store. */
  @TearDown
  public void close() {
    try (StoreDirectory deleted = directory) {
      try (Contender closed = store) {
        check(closed);
      }
      closed(deleted.path());
    }
  }
}
