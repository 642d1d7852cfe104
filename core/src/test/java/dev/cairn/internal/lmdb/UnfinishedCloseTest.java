package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreClosedException;
import dev.cairn.StoreOpenException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.Await;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that reads and writes which outlast the closing of a store go on safely, and that reopening
 * is refused until they end.
 */
class UnfinishedCloseTest {
  @TempDir Path directory;
  private long patience;
  private Engine engine;

  @BeforeEach
  void beImpatient() {
    patience = LmdbEngine.patienceNanos;
    LmdbEngine.patienceNanos = 20_000_000;
    engine = Stores.open(directory);
    put(engine, "key", "value");
  }

  @AfterEach
  void bePatient() {
    LmdbEngine.patienceNanos = patience;
  }

  private void assertThatItCannotBeOpened() {
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> Stores.open(directory))
        .withMessageContaining("end it before opening the store again");
  }

  @Test
  void aSnapshotThatStaysOpenCanBeReadToItsEnd() throws InterruptedException {
    Snapshot snapshot = engine.snapshot();
    Thread closer = new Thread(engine::close);
    closer.start();
    closer.join();
    assertThat(get(snapshot, "key")).isEqualTo("value");
    assertThatItCannotBeOpened();
    assertThatItCannotBeOpened();
    assertThat(get(snapshot, "key")).isEqualTo("value");
    snapshot.close();
    try (Engine again = Stores.open(directory)) {
      assertThat(get(again, "key")).isEqualTo("value");
    }
  }

  @Test
  void aWriteThatGoesOnIsAppliedAndThoseBehindItAreNot() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> slow =
        engine.writeAsync(
            batch -> {
              begun.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return batch.put(bytes("slow"), bytes("1"));
            },
            LONG);
    begun.await();
    CompletableFuture<Boolean> behind =
        engine.writeAsync(batch -> batch.put(bytes("behind"), bytes("1")), LONG);
    engine.close();
    assertThatThrownBy(behind::join).hasCauseInstanceOf(StoreClosedException.class);
    assertThat(slow.isDone()).isFalse();
    assertThatItCannotBeOpened();

    release.countDown();
    assertThat(slow.join()).isTrue();
    Await.until("it can be opened again", this::canBeOpened);
    try (Engine again = Stores.open(directory)) {
      assertThat(keys(again)).containsExactly("key", "slow");
    }
  }

  private boolean canBeOpened() {
    try {
      Stores.open(directory).close();
      return true;
    } catch (StoreOpenException e) {
      return false;
    }
  }
}
