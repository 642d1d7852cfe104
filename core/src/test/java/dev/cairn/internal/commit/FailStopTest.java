package dev.cairn.internal.commit;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.Together;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that an error in the writer thread closes the store, and that every caller learns the
 * reason.
 */
class FailStopTest {
  private static final Error ERROR = new OutOfMemoryError("in a commit listener");

  @TempDir Path directory;
  private Engine engine;

  @BeforeEach
  void open() {
    engine = Stores.open(directory);
    put(engine, "before", "1");
  }

  private void fail() {
    engine.addCommitListener(
        (batch, version) -> {
          throw ERROR;
        });
    assertThat(put(engine, "last", "1")).as("it is committed, and its caller told so").isTrue();
  }

  @Test
  void everyCallSaysWhyTheStoreIsClosed() {
    fail();
    List<Runnable> calls =
        List.of(
            engine::version,
            engine::snapshot,
            engine::flush,
            engine::statistics,
            () -> put(engine, "key", "1"),
            () -> engine.writeAsync(batch -> null, LONG).join());
    for (Runnable call : calls) {
      assertThatExceptionOfType(StoreClosedException.class)
          .isThrownBy(call::run)
          .withCause(ERROR)
          .withMessageContaining(directory.toString())
          .withMessageContaining("in a commit listener. Close and open it again");
    }
    engine.close();
  }

  @Test
  void whatWasQueuedBehindTheErrorIsToldThatItWasNotApplied() {
    CompletableFuture<Boolean> last;
    CompletableFuture<Boolean> behind;
    engine.addCommitListener(
        (batch, version) -> {
          throw ERROR;
        });
    try (Together together = new Together(engine)) {
      last =
          together.queue(
              batch -> {
                batch.put(bytes("last"), bytes("1"));
                long until = System.nanoTime() + 50_000_000; // longer than a batch may take
                while (System.nanoTime() - until < 0) {
                  Thread.onSpinWait();
                }
                return true;
              });
      behind = together.queue(batch -> batch.put(bytes("behind"), bytes("1")));
    }
    assertThat(last).succeedsWithin(LONG);
    assertThat(behind)
        .failsWithin(LONG)
        .withThrowableThat()
        .withCauseInstanceOf(StoreClosedException.class)
        .withMessageContaining("the write was not applied");
    engine.close();
    try (Engine again = Stores.open(directory)) {
      assertThat(keys(again)).containsExactly("before", "last");
    }
  }

  @Test
  void anotherProcessWritesOn() {
    fail();
    try (OtherJvm other = EngineProgram.with(directory)) {
      other.ask("put", "other", "1");
    }
    engine.close();
    try (Engine again = Stores.open(directory)) {
      assertThat(keys(again)).containsExactly("before", "last", "other");
    }
  }

  @Test
  void theStoreOpensAgainHereAlsoWhereOthersHaveNotClosedIt() {
    Engine other = Stores.open(directory);
    fail();
    engine.close();
    try (Engine again = Stores.open(directory)) {
      assertThat(get(again, "last")).isEqualTo("1");
      assertThatExceptionOfType(StoreClosedException.class).isThrownBy(other::version);
      other.close();
      assertThat(put(again, "new", "1")).isTrue();
      try (Engine shared = Stores.open(directory)) {
        assertThat(get(shared, "new")).isEqualTo("1");
      }
    }
  }

  @Test
  void aSnapshotThatIsOpenCanBeReadToItsEnd() {
    try (Snapshot snapshot = engine.snapshot()) {
      fail();
      assertThat(get(snapshot, "before")).isEqualTo("1");
      assertThat(get(snapshot, "last")).isNull();
    }
    engine.close();
  }
}
