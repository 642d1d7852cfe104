package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Txn;

/** Tests when a write transaction begins, when it does not, and who is held up by it. */
@EnabledIf(
    value = "dev.cairn.internal.platform.Platform#isLinux",
    disabledReason =
        "elsewhere it cannot be seen whether LMDB's mutex is free, so that none begins")
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "x86_64"},
    disabledReason = "looks at the lock file as it is laid out there")
class WriteTransactionsTest {
  /** Behind the readers' mutex (8 + 40 bytes), the version and the number of readers. */
  private static final int WRITERS_MUTEX = 64;

  @TempDir Path directory;

  private Environment open() {
    OpeningChecks.prepare(directory, Stores.withMap(1 << 20));
    return Environment.open(directory, Stores.withMap(1 << 20));
  }

  private static void end(WriteTransactions writes, Txn<NativeBytes> begun) {
    begun.close();
    writes.ended();
  }

  private static boolean beginsWithoutWaiting(WriteTransactions writes) {
    Txn<NativeBytes> begun = writes.tryBegin();
    if (begun != null) {
      end(writes, begun);
    }
    return begun != null;
  }

  @Test
  void whileTheMapIsChangedOtherProcessesWrite() throws Exception {
    try (Environment environment = open();
        OtherJvm other = EngineProgram.with(directory)) {
      WriteTransactions writes = environment.writes();
      assertThat(writes.gate().close(System.nanoTime())).isTrue();
      FutureTask<Boolean> write =
          new FutureTask<>(
              () -> {
                end(writes, writes.begin());
                return true;
              });
      Thread waiting = new Thread(write, "at the gate");
      waiting.start();
      Await.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
      assertThat(other.ask("put", "key", "1")).isEqualTo("" + environment.version());
      assertThat(write.isDone()).isFalse();
      writes.gate().open();
      assertThat(write.get(LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }
  }

  /** LMDB's mutex would be all that keeps writers apart, and the wait for it has no limit. */
  @Test
  void withoutATurnNoneBeginsThatMustNotWait() throws Exception {
    try (Environment environment = open()) {
      assertThat(beginsWithoutWaiting(environment.writes())).isTrue();
    }
    Files.delete(directory.resolve("turn.lock"));
    Files.createDirectory(directory.resolve("turn.lock"));
    try (Environment environment = Environment.open(directory, Stores.withMap(1 << 20))) {
      assertThat(beginsWithoutWaiting(environment.writes())).isFalse();
      end(environment.writes(), environment.writes().begin());
    }
  }

  @Test
  void whereOthersMayHaveAnotherTurnNoneBeginsThatMustNotWait() throws Exception {
    try (Environment environment = open()) {
      WriteTransactions writes = environment.writes();
      writes.lookAtTurn();
      assertThat(beginsWithoutWaiting(writes)).isTrue();
      Files.delete(directory.resolve("turn.lock"));
      writes.lookAtTurn();
      assertThat(beginsWithoutWaiting(writes)).isFalse();
      end(writes, writes.begin());
    }
  }

  /** The numbers of threads come again: in another container another thread may have this one's. */
  @Test
  void anErrorOutsideOfATransactionLeavesTheMutexAlone() throws Exception {
    Path file = directory.resolve("lock.mdb");
    OpeningChecks.prepare(directory, Stores.withMap(1 << 20));
    try (FileChannel lock = // closed last: that drops LMDB's locks
            FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE);
        Environment environment = open()) {
      WriteTransactions writes = environment.writes();
      end(writes, writes.begin());
      ByteBuffer mutex =
          lock.map(MapMode.READ_WRITE, WRITERS_MUTEX, Integer.BYTES).order(ByteOrder.nativeOrder());
      int thread =
          Integer.parseInt(
              Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
      mutex.putInt(0, thread);
      writes.abandon();
      assertThat(mutex.getInt(0)).isEqualTo(thread);
      mutex.putInt(0, 0);
      assertThat(beginsWithoutWaiting(writes)).isTrue();
    }
  }
}
