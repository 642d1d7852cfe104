package dev.cairn.bench.work;

import dev.cairn.Cairn;
import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.limits.Rate;
import dev.cairn.limits.RateLimit;
import dev.cairn.locks.NamedLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Takes and releases a lock that nobody else wants, and asks a limit for a permit, beside a lock on
 * a file as the system has it.
 *
 * <p>The file's lock does less: it has no queue, no token, and two threads of a process cannot ask
 * for it at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TakingTurns {
  private StoreDirectory directory;
  private Cairn cairn;
  private NamedLock lock;
  private RateLimit limit;
  private FileChannel file;

  /** Opens the store and a file. */
  @Setup
  public void open() throws IOException {
    directory = new StoreDirectory();
    Path path = directory.path();
    cairn = Cairn.open(path.resolve("store"));
    lock = cairn.memory().locks().on("a name");
    limit = cairn.memory().limits().rate("a name", Rate.perDay(1_000_000_000_000L));
    file =
        FileChannel.open(
            path.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Closes and removes them. */
  @TearDown
  public void close() throws IOException {
    cairn.close();
    file.close();
    directory.close();
  }

  /** Takes and releases a lock of all processes. */
  @Benchmark
  public void lockAndUnlock() {
    lock.write().close();
  }

  /** Takes and releases a lock on a file that is open. */
  @Benchmark
  public void lockAndUnlockFile() throws IOException {
    file.lock().release();
  }

  /** Takes a permit of a limit. */
  @Benchmark
  public boolean consume() {
    return limit.tryConsume();
  }
}
