package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.commit.Attempt;
import dev.cairn.internal.commit.GroupCommit;
import dev.cairn.internal.commit.Storage;
import dev.cairn.internal.commit.WriteMetrics;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import dev.cairn.internal.lmdb.env.OpeningChecks;
import dev.cairn.internal.platform.Platform;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests writes that are committed on the thread of their caller, which has a life of its own. */
class CallersCommitTest {
  private static final int ENOUGH = 5;

  @TempDir Path directory;

  @BeforeEach
  void onLinux() {
    assumeTrue(Platform.isLinux(), "elsewhere it cannot be seen whether another program writes");
  }

  private static Thread ran(Engine engine) {
    return engine.write(batch -> Thread.currentThread(), LONG);
  }

  @Test
  void aCallerThatMeetsNobodyRunsItsFunctionItself() {
    try (Engine engine = Stores.open(directory)) {
      Await.until("the writer's thread sleeps", () -> ran(engine) == Thread.currentThread());
      put(engine, "key", "1");
      assertThat(ran(engine)).isSameAs(Thread.currentThread());
      assertThat(keys(engine)).containsExactly("key");
      assertThat(engine.statistics().commits()).isEqualTo(1);
    }
  }

  @Test
  void whereAnotherProcessWritesTheWritersThreadWaitsForIt() throws Exception {
    try (Engine engine = Stores.open(directory);
        OtherJvm other = EngineProgram.with(directory)) {
      Await.until("the writer's thread sleeps", () -> ran(engine) == Thread.currentThread());
      other.expect("holding", "hold", "another agent");
      FutureTask<Thread> write = new FutureTask<>(() -> ran(engine));
      Thread caller = new Thread(write);
      caller.start();
      Await.until("it waits", () -> caller.getState() == Thread.State.WAITING);
      other.expect("released", "go on");
      assertThat(write.get().getName()).startsWith("cairn-writer");
    }
  }

  /** Such a thread may end at any of its calls, and the store must not end with it. */
  @Test
  void aCallerAtTheEndOfItsStackDoesNotEndTheOpening() throws InterruptedException {
    try (Engine engine = Stores.open(directory)) {
      put(engine, "before", "1");
      int[] stored = new int[1];
      Thread deep =
          new Thread(
              null,
              () -> {
                descend(engine, stored);
                put(engine, "on the way back", "1");
              },
              "deep",
              512 << 10);
      deep.start();
      deep.join();
      assertThat(stored[0]).as("writes with hardly enough stack").isEqualTo(ENOUGH);
      put(engine, "after", "1");
      assertThat(keys(engine)).contains("before", "after", "on the way back");
    }
  }

  /** Tries to write from the end of the stack upwards, until that is possible. */
  @SuppressWarnings("InfiniteRecursion") // the stack ends it
  private static void descend(Engine engine, int[] stored) {
    try {
      descend(engine, stored);
    } catch (StackOverflowError e) {
      // the end of the stack
    }
    if (stored[0] < ENOUGH) {
      try {
        put(engine, "deep" + stored[0], "1");
        stored[0]++;
      } catch (StackOverflowError e) {
        // before the write began
      }
    }
  }

  /**
   * As where the heap is full to the byte just after LMDB has begun: no object knows the
   * transaction, and the thread that has LMDB's mutex lives on.
   */
  @Test
  void aTransactionThatIsLostHoldsUpNoOtherProcess() throws Exception {
    OpeningChecks.prepare(directory, Stores.withMap(1 << 20));
    Environment environment = Environment.open(directory, Stores.withMap(1 << 20));
    ExecutorService caller = Executors.newSingleThreadExecutor();
    Thread thread = caller.submit(Thread::currentThread).get();
    Losing storage = new Losing(environment);
    GroupCommit writer =
        new GroupCommit("lost", storage, new WriteMetrics(), time -> {}, () -> {}, error -> {});
    writer.start();
    Await.until(
        "the caller commits by itself",
        () -> write(writer, caller).join() && storage.beganOn == thread);
    storage.loses = true;
    CompletableFuture<Boolean> lost = write(writer, caller);
    Await.until(
        "the caller is told",
        () -> {
          writer.expire(System.nanoTime(), System.nanoTime());
          return lost.isDone();
        });
    assertThat(lost)
        .failsWithin(LONG)
        .withThrowableThat()
        .withCauseInstanceOf(StoreClosedException.class)
        .withMessageContaining("not applied");
    assertThat(storage.beganOn).isSameAs(thread);
    try (OtherJvm other = EngineProgram.with(directory)) {
      other.ask("put", "from another process", "1");
    }
    assertThat(thread.isAlive()).isTrue();
    writer.close();
    assertThat(writer.join(LONG.toMillis())).isTrue();
    writer.shutdown();
    environment.close();
    caller.shutdown();
    try (Engine again = Stores.open(directory)) {
      assertThat(keys(again)).containsExactly("from another process", "key");
    }
  }

  private static CompletableFuture<Boolean> write(GroupCommit writer, ExecutorService caller) {
    return CompletableFuture.supplyAsync(
        () ->
            writer.write(
                batch -> {
                  batch.put(bytes("key"), bytes("1"));
                  return true;
                },
                LONG.toNanos()),
        caller);
  }

  /** A storage that loses a transaction which it has begun. */
  private static final class Losing implements Storage {
    private final Environment environment;
    private final NativeBytes key;
    private final NativeBytes value;
    private volatile boolean loses;
    private volatile Thread beganOn;

    Losing(Environment environment) {
      this.environment = environment;
      this.key = environment.buffer();
      this.value = environment.buffer();
    }

    @Override
    public Attempt begin() {
      beganOn = Thread.currentThread();
      Attempt begun = new LmdbBatch(environment, key, value);
      if (loses) {
        throw new OutOfMemoryError("a fault");
      }
      return begun;
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
  }
}
