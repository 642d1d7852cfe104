package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Child;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The beginning of a transaction fails at the first time, then at the second, and so on until none
 * is left to fail. Each time every write ends, and as it says.
 */
class GroupCommitFaultTest {
  private Environment environment;

  @BeforeEach
  void open(@TempDir Path directory) {
    LmdbOptions options = Stores.withMap(1 << 20);
    StoreFiles.prepare(directory, options);
    environment = Environment.open(directory, options);
  }

  @AfterEach
  void close() {
    environment.close();
  }

  /** Begins transactions, but for the one of a certain number. */
  private final class Faulty implements Supplier<LmdbBatch> {
    private final NativeBytes key = environment.buffer();
    private final NativeBytes value = environment.buffer();
    private final Throwable fault;
    private final AtomicInteger untilFault;

    Faulty(int untilFault, Throwable fault) {
      this.untilFault = new AtomicInteger(untilFault);
      this.fault = fault;
    }

    @Override
    public LmdbBatch get() {
      if (untilFault.decrementAndGet() == 0) {
        if (fault instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) fault;
      }
      return new LmdbBatch(environment, key, value);
    }

    boolean happened() {
      return untilFault.get() <= 0;
    }
  }

  /** What one run queues: some fail by themselves, at each stage there is. */
  private static Write<String> write(String key, int kind) {
    return batch -> {
      if (kind == 1) {
        throw new IllegalStateException("before a change");
      }
      batch.put(bytes(key), bytes("1"));
      if (kind == 2) {
        throw new IllegalStateException("after a change");
      }
      if (kind == 3) {
        throw new StackOverflowError("after a change");
      }
      if (kind == 4) {
        batch.put(bytes(key), new byte[2 << 20]); // more than the map holds
      }
      if (kind == 5) {
        batch.logChange(new byte[60_000]); // too much for the commit, once the map is nearly full
      }
      return key;
    };
  }

  private boolean stored(String key) {
    NativeBytes buffer = environment.buffer();
    try (var txn = environment.beginRead()) {
      return environment.data().get(txn, buffer.set(bytes(key))) != null;
    }
  }

  /** Runs a queue of writes against a fault; tells whether there was a time for it to happen. */
  private boolean run(String name, int[] kinds, int untilFault, Throwable fault) throws Exception {
    Faulty transactions = new Faulty(untilFault, fault);
    GroupCommit writer =
        new GroupCommit(name, transactions, environment.mark(), new WriteMetrics(), deadline -> {});
    List<FutureWrite<String>> writes = new ArrayList<>();
    for (int i = 0; i < kinds.length; i++) {
      String key = name + "." + i;
      FutureWrite<String> write =
          new FutureWrite<>(write(key, kinds[i]), LONG.toNanos(), Runnable::run);
      writes.add(write);
      writer.submit(write);
    }
    writer.start();
    for (int i = 0; i < kinds.length; i++) {
      String key = name + "." + i;
      boolean succeeded =
          writes
              .get(i)
              .future
              .handle((result, thrown) -> thrown == null && result.equals(key))
              .get(30, SECONDS);
      assertThat(stored(key)).as("write %s, of kind %d", key, kinds[i]).isEqualTo(succeeded);
      if (succeeded) {
        assertThat(kinds[i]).isZero();
      }
    }
    boolean happened = transactions.happened();
    transactions.untilFault.set(-1);
    // The writer has survived, and let LMDB's go. (What is queued at once may still hear of the
    // fault.)
    Stores.await("the writer goes on", () -> succeeds(writer, name));
    assertThat(stored(name)).isTrue();
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
    return happened;
  }

  private static boolean succeeds(GroupCommit writer, String key) {
    FutureWrite<String> write = new FutureWrite<>(write(key, 0), LONG.toNanos(), Runnable::run);
    writer.submit(write);
    return write.future.handle((result, thrown) -> thrown == null).orTimeout(30, SECONDS).join();
  }

  private void runAll(String name, int... kinds) throws Exception {
    for (Throwable fault :
        new Throwable[] {new StorageException("a fault"), new OutOfMemoryError("a fault")}) {
      int untilFault = 1;
      while (run(name + fault.getClass() + untilFault, kinds, untilFault, fault)) {
        untilFault++;
        assertThat(untilFault).isLessThan(50);
      }
    }
  }

  @Test
  void whereEveryWriteIsSound() throws Exception {
    runAll("sound", 0, 0, 0);
  }

  @Test
  void whereWritesThrowAndTheOthersRunAgain() throws Exception {
    runAll("throwing", 0, 1, 0, 2, 0, 3, 0, 2);
  }

  @Test
  void whereAWriteDoesNotFit() throws Exception {
    runAll("large", 0, 4, 0, 1, 4, 0);
  }

  @Test
  void whereTheCommitFailsAndEachWriteRunsAlone() throws Exception {
    fill();
    runAll("commit", 0, 1, 5, 0, 2, 0);
  }

  /** Leaves room for small values, and none for a change log of 60 kB. */
  private void fill() throws Exception {
    GroupCommit writer =
        new GroupCommit(
            "fill", new Faulty(-1, null), environment.mark(), new WriteMetrics(), deadline -> {});
    writer.start();
    for (int i = 0; ; i++) {
      String key = "filler" + i;
      FutureWrite<Boolean> write =
          new FutureWrite<>(
              batch -> batch.put(bytes(key), new byte[40_000]), LONG.toNanos(), Runnable::run);
      writer.submit(write);
      if (!write.future.handle((done, thrown) -> thrown == null).get(30, SECONDS)) {
        break;
      }
    }
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
  }

  @Test
  void aFutureWhoseExecutorIsGoneCompletesAllTheSame() throws Exception {
    GroupCommit writer =
        new GroupCommit(
            "gone", new Faulty(-1, null), environment.mark(), new WriteMetrics(), deadline -> {});
    FutureWrite<String> write =
        new FutureWrite<>(
            write("key", 0),
            LONG.toNanos(),
            task -> {
              throw new RejectedExecutionException("shut down");
            });
    writer.submit(write);
    writer.start();
    assertThat(write.future.get(30, SECONDS)).isEqualTo("key");
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
  }

  @Test
  void anErrorOnCompletingAWriteDoesNotKeepItNorTheOthersFromTheirCallers() throws Exception {
    GroupCommit writer =
        new GroupCommit(
            "error", new Faulty(-1, null), environment.mark(), new WriteMetrics(), deadline -> {});
    List<FutureWrite<String>> writes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Executor failing =
          task -> {
            throw new InternalError("a fault");
          };
      Executor callbacks = i % 2 == 0 ? failing : Runnable::run;
      FutureWrite<String> write =
          new FutureWrite<>(write("key" + i, i == 4 ? 2 : 0), LONG.toNanos(), callbacks);
      writes.add(write);
      writer.submit(write);
    }
    writer.start();
    for (int i = 0; i < 6; i++) {
      boolean succeeded =
          writes.get(i).future.handle((result, thrown) -> thrown == null).get(30, SECONDS);
      assertThat(succeeded).as("write %d", i).isEqualTo(i != 4);
      assertThat(stored("key" + i)).isEqualTo(succeeded);
    }
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
  }

  /**
   * As where the heap is full to the byte just after LMDB has begun: nobody can end that any more.
   */
  @Test
  void aTransactionThatIsLostHoldsUpNobody() throws Exception {
    Path store = environment.store();
    NativeBytes key = environment.buffer();
    NativeBytes value = environment.buffer();
    AtomicInteger begun = new AtomicInteger();
    Supplier<LmdbBatch> transactions =
        () -> {
          LmdbBatch batch = new LmdbBatch(environment, key, value);
          if (begun.incrementAndGet() == 2) {
            throw new OutOfMemoryError("a fault");
          }
          return batch;
        };
    GroupCommit writer =
        new GroupCommit(
            "lost", transactions, environment.mark(), new WriteMetrics(), deadline -> {});
    writer.start();
    assertThat(pending(writer, write("stored", 0)).future).succeedsWithin(LONG);
    assertThat(pending(writer, write("failed", 0)).future)
        .failsWithin(LONG)
        .withThrowableThat()
        .withMessageContaining("a fault");
    // What is queued at once may still hear of the fault.
    Stores.await(
        "it wants to be opened again",
        () -> failure(writer, write("late", 0)).contains("close and open it again"));
    try (Child other = Child.with(store)) {
      other.ask("put", "from another process", "1");
    }
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
    environment.close();
    try (Engine again = Stores.open(store)) {
      assertThat(Stores.keys(again)).containsExactly("from another process", "stored");
    }
  }

  private static String failure(GroupCommit writer, Write<String> write) {
    return pending(writer, write)
        .future
        .handle((result, thrown) -> String.valueOf(thrown))
        .orTimeout(30, SECONDS)
        .join();
  }

  @Test
  void aFailureIsNotReportedFromWhatNeverCameToBe() throws Exception {
    NativeBytes key = environment.buffer();
    NativeBytes value = environment.buffer();
    AtomicInteger attempts = new AtomicInteger();
    Supplier<LmdbBatch> transactions =
        () -> {
          if (attempts.incrementAndGet() == 2) { // as another process would
            LmdbBatch others = new LmdbBatch(environment, environment.buffer(), value);
            others.put(bytes("taken"), bytes("1"));
            others.commit();
          }
          return new LmdbBatch(environment, key, value);
        };
    GroupCommit writer =
        new GroupCommit(
            "seen", transactions, environment.mark(), new WriteMetrics(), deadline -> {});
    FutureWrite<String> creates = pending(writer, batch -> require(batch, "taken", "created"));
    FutureWrite<String> sees = pending(writer, batch -> require(batch, "created", "seen"));
    FutureWrite<String> spoils = pending(writer, write("spoilt", 2));
    writer.start();

    assertThat(spoils.future).failsWithin(LONG).withThrowableThat().withMessageContaining("after");
    assertThat(creates.future)
        .failsWithin(LONG)
        .withThrowableThat()
        .withMessageContaining("taken exists");
    assertThat(sees.future).succeedsWithin(LONG).isEqualTo("seen");
    assertThat(stored("seen")).isTrue();
    assertThat(stored("created")).isFalse();
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
  }

  private static FutureWrite<String> pending(GroupCommit writer, Write<String> write) {
    FutureWrite<String> pending = new FutureWrite<>(write, LONG.toNanos(), Runnable::run);
    writer.submit(pending);
    return pending;
  }

  /** Stores a key unless another one is there. */
  private static String require(Batch batch, String absent, String key) {
    if (batch.get(bytes(absent)) != null) {
      throw new IllegalStateException(absent + " exists");
    }
    batch.put(bytes(key), bytes("1"));
    return key;
  }
}
