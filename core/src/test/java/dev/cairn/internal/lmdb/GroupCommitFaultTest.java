package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.StorageException;
import dev.cairn.internal.commit.Attempt;
import dev.cairn.internal.commit.GroupCommit;
import dev.cairn.internal.commit.Storage;
import dev.cairn.internal.commit.WriteMetrics;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.Write;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.env.NativeBytes;
import dev.cairn.internal.lmdb.env.OpeningChecks;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that every write ends with a true outcome if beginning a transaction fails, at each attempt
 * in turn. After an exception the writer goes on; after an error it stops.
 */
class GroupCommitFaultTest {
  private Environment environment;

  @BeforeEach
  void open(@TempDir Path directory) {
    LmdbOptions options = Stores.withMap(1 << 20);
    OpeningChecks.prepare(directory, options);
    environment = Environment.open(directory, options);
  }

  @AfterEach
  void close() {
    environment.close();
  }

  /** Begins transactions, except for the one with a given number, at which it throws. */
  private final class Faulty implements Storage {
    private final NativeBytes key = environment.buffer();
    private final NativeBytes value = environment.buffer();
    private final Throwable fault;
    private final AtomicInteger untilFault;

    Faulty(int untilFault, Throwable fault) {
      this.untilFault = new AtomicInteger(untilFault);
      this.fault = fault;
    }

    @Override
    public Attempt begin() {
      if (untilFault.decrementAndGet() == 0) {
        if (fault instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) fault;
      }
      return new LmdbBatch(environment, key, value);
    }

    @Override
    public Attempt tryBegin() {
      return begin();
    }

    @Override
    public void abandon() {
      environment.writes().abandon();
    }

    @Override
    public String holder() {
      return environment.mark().describe();
    }

    boolean happened() {
      return untilFault.get() <= 0;
    }
  }

  private static GroupCommit writer(String name, Storage storage) {
    return new GroupCommit(name, storage, new WriteMetrics(), time -> {}, () -> {}, error -> {});
  }

  /** Waits for the end of a write, and looks after the writer meanwhile as the watchdog does. */
  private static <R> R await(
      GroupCommit writer, CompletableFuture<R> future, BiFunction<R, Throwable, R> end) {
    Await.until(
        "the write has ended",
        () -> {
          writer.expire(System.nanoTime(), System.nanoTime());
          return future.isDone();
        });
    return future.handle(end).join();
  }

  private static boolean succeeds(GroupCommit writer, CompletableFuture<String> future) {
    return await(writer, future, (result, thrown) -> thrown == null ? result : null) != null;
  }

  /** The writes of one run: some fail by themselves, at each stage there is. */
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
    GroupCommit writer = writer(name, transactions);
    List<CompletableFuture<String>> writes = new ArrayList<>();
    for (int i = 0; i < kinds.length; i++) {
      writes.add(writer.writeAsync(write(name + "." + i, kinds[i]), LONG.toNanos()));
    }
    writer.start();
    for (int i = 0; i < kinds.length; i++) {
      String key = name + "." + i;
      boolean succeeded = succeeds(writer, writes.get(i));
      assertThat(stored(key)).as("write %s, of kind %d", key, kinds[i]).isEqualTo(succeeded);
      if (succeeded) {
        assertThat(kinds[i]).isZero();
      }
    }
    boolean happened = transactions.happened();
    transactions.untilFault.set(-1);
    boolean goesOn = succeeds(writer, writer.writeAsync(write(name, 0), LONG.toNanos()));
    assertThat(stored(name)).isEqualTo(goesOn);
    if (fault instanceof Error && happened) {
      assertThat(goesOn).as("an error has stopped the writer").isFalse();
    } else if (!goesOn) { // a write queued at once may still hear of the fault
      Await.until("the writer goes on", () -> goesOn(writer, name));
    }
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
    writer.shutdown();
    // Either way it has let LMDB's writer go.
    new LmdbBatch(environment, environment.buffer(), environment.buffer()).abort();
    return happened;
  }

  private static boolean goesOn(GroupCommit writer, String key) {
    return succeeds(writer, writer.writeAsync(write(key, 0), LONG.toNanos()));
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
    GroupCommit writer = writer("fill", new Faulty(-1, null));
    writer.start();
    String key = "filler";
    do {
      key += "+";
    } while (fits(writer, key));
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
    writer.shutdown();
  }

  private static boolean fits(GroupCommit writer, String key) {
    CompletableFuture<String> write =
        writer.writeAsync(
            batch -> {
              batch.put(bytes(key), new byte[40_000]);
              return key;
            },
            LONG.toNanos());
    return succeeds(writer, write);
  }

  /**
   * As where the heap is full to the byte just after LMDB has begun: only the end of the thread
   * gives LMDB's writer to others.
   */
  @Test
  void aTransactionThatIsLostHoldsUpNoOtherProcess() throws Exception {
    Path store = environment.store();
    Faulty transactions = new Faulty(-1, null);
    AtomicInteger begun = new AtomicInteger();
    Storage losing =
        new Storage() {
          @Override
          public Attempt begin() {
            Attempt attempt = transactions.begin();
            if (begun.incrementAndGet() == 2) {
              throw new OutOfMemoryError("a fault");
            }
            return attempt;
          }

          @Override
          public Attempt tryBegin() {
            return begin();
          }

          @Override
          public void abandon() {
            transactions.abandon();
          }

          @Override
          public String holder() {
            return transactions.holder();
          }
        };
    GroupCommit writer = writer("lost", losing);
    writer.start();
    assertThat(writer.writeAsync(write("stored", 0), LONG.toNanos())).succeedsWithin(LONG);
    String failure = failure(writer, writer.writeAsync(write("failed", 0), LONG.toNanos()));
    assertThat(failure).contains("not applied", "open it again");
    assertThat(writer.join(30_000)).isTrue();
    try (OtherJvm other = EngineProgram.with(store)) {
      other.ask("put", "from another process", "1");
    }
    writer.close();
    writer.shutdown();
    environment.close();
    try (Engine again = Stores.open(store)) {
      assertThat(Stores.keys(again)).containsExactly("from another process", "stored");
    }
  }

  private static String failure(GroupCommit writer, CompletableFuture<String> future) {
    return await(writer, future, (result, thrown) -> String.valueOf(thrown));
  }

  @Test
  void aFailureIsNotReportedFromWhatNeverCameToBe() throws Exception {
    AtomicInteger round = new AtomicInteger();
    Await.until( // a batch that takes long is committed early
        "the writes have run in one attempt", () -> failureSeenInVain(round.incrementAndGet()));
  }

  /** Lets a failure follow from a write that has to run again; false if both ran apart. */
  private boolean failureSeenInVain(int round) {
    Faulty transactions = new Faulty(-1, null);
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger together = new AtomicInteger();
    String taken = "taken" + round;
    String created = "created" + round;
    String seen = "seen" + round;
    Storage shared =
        new Storage() {
          @Override
          public Attempt begin() {
            if (attempts.incrementAndGet() == 2) { // as another process would
              Attempt others = transactions.begin();
              others.put(bytes(taken), bytes("1"));
              others.commit();
            }
            return transactions.begin();
          }

          @Override
          public Attempt tryBegin() {
            return begin();
          }

          @Override
          public void abandon() {
            transactions.abandon();
          }

          @Override
          public String holder() {
            return transactions.holder();
          }
        };
    GroupCommit writer = writer("seen", shared);
    CompletableFuture<String> creates = writeAsync(writer, batch -> require(batch, taken, created));
    CompletableFuture<String> sees = writeAsync(writer, batch -> require(batch, created, seen));
    CompletableFuture<String> spoils =
        writeAsync(
            writer,
            batch -> {
              together.set(attempts.get());
              return write("spoilt", 2).run(batch);
            });
    writer.start();

    assertThat(spoils).failsWithin(LONG).withThrowableThat().withMessageContaining("after");
    if (together.get() == 1) {
      assertThat(creates)
          .failsWithin(LONG)
          .withThrowableThat()
          .withMessageContaining(taken + " exists");
      assertThat(sees).succeedsWithin(LONG).isEqualTo(seen);
      assertThat(stored(seen)).isTrue();
      assertThat(stored(created)).isFalse();
    }
    writer.close();
    assertThat(writer.join(30_000)).isTrue();
    writer.shutdown();
    return together.get() == 1;
  }

  private static CompletableFuture<String> writeAsync(GroupCommit writer, Write<String> write) {
    return writer.writeAsync(write, LONG.toNanos());
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
