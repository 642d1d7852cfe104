package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.StoreClosedException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.FileTree;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a JVM has only one LMDB environment for a store, however often and by whatever path it
 * is opened.
 */
class SharedStoreTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
  }

  @Test
  void aStoreOpenedTwiceIsClosedByTheLastToCloseIt() {
    Engine one = Stores.open(store);
    Engine two = Stores.open(store);
    put(one, "key", "one");
    assertThat(get(two, "key")).isEqualTo("one");

    one.close();
    one.close();
    assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> get(one, "key"));
    put(two, "key", "two");
    assertThat(get(two, "key")).isEqualTo("two");
    two.close();
    assertThatExceptionOfType(StoreClosedException.class).isThrownBy(two::version);
  }

  @Test
  void everyPathThatLeadsToAStoreIsTheSameStore() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), store);
    Files.createDirectory(store);
    try (Engine direct = Stores.open(store);
        Engine linked = Stores.open(link);
        Engine roundabout = Stores.open(directory.resolve("x/../store/."))) {
      put(direct, "key", "value");
      assertThat(get(linked, "key")).isEqualTo("value");
      assertThat(get(roundabout, "key")).isEqualTo("value");
      // The same figures: it is one engine.
      assertThat(linked.statistics().commits()).isEqualTo(1);
      assertThat(roundabout.statistics().commits()).isEqualTo(1);
    }
  }

  @Test
  void aStoreIsCreatedThroughALink() throws IOException {
    Files.createDirectory(store);
    Path link = Files.createSymbolicLink(directory.resolve("link"), store);
    try (Engine engine = Stores.open(link)) {
      put(engine, "key", "value");
    }
    try (Engine engine = Stores.open(store)) {
      assertThat(get(engine, "key")).isEqualTo("value");
    }
  }

  @Test
  void optionsThatContradictTheOpenStoresAreRefused() {
    try (Engine engine = Stores.open(store)) {
      StoreOpenException refused =
          catchThrowableOfType(
              StoreOpenException.class, () -> LmdbEngine.open(store, Stores.withMap(1 << 30)));
      assertThat(refused.reason()).isEqualTo(Reason.CONFLICTING_OPTIONS);
      assertThat(refused).hasMessageContaining("is open in this JVM with");
      put(engine, "key", "value");
    }
    LmdbEngine.open(store, Stores.withMap(1 << 30)).close();
  }

  @Test
  void whoeverHasAStoreOpenCanHaveItsPagesKeptToLookAtThem() {
    try (Engine engine = Stores.open(store)) {
      put(engine, "key", "value");
      try (StorePages pages = StorePages.pinned(store)) {
        assertThat(pages.meta().transaction()).isEqualTo(engine.version());
      }
      put(engine, "key", "other");
    }
  }

  /** Closing any descriptor of a file drops the process's POSIX locks on it. */
  @Test
  void theLocksOfAStoreAreKeptAsLongAsItIsOpen() {
    Path lock = store.resolve("lock.mdb");
    try (OtherJvm other = EngineProgram.start()) {
      Engine one = Stores.open(store);
      put(one, "key", "value");
      other.expect("false", "canLock", lock);

      Stores.open(store).close();
      assertThatExceptionOfType(StoreOpenException.class)
          .isThrownBy(() -> LmdbEngine.open(store, Stores.withMap(1 << 30)));
      Thread.currentThread().interrupt();
      Stores.open(store).close();
      assertThat(Thread.interrupted()).isTrue();
      one.statistics();
      System.gc(); // a channel that nobody holds would be closed
      other.expect("false", "canLock", lock);

      one.close();
      other.expect("true", "canLock", lock);
    }
  }

  @Test
  void aStoreThatWasDeletedWhileItWasOpenIsNotMistakenForItsSuccessor() throws IOException {
    Engine deleted = Stores.open(store);
    put(deleted, "key", "old");
    FileTree.delete(store);
    try (Engine successor = Stores.open(store)) {
      assertThat(keys(successor)).isEmpty();
      put(successor, "key", "new");
      deleted.close();
      assertThat(get(successor, "key")).isEqualTo("new");
    }
    try (Engine again = Stores.open(store)) {
      assertThat(get(again, "key")).isEqualTo("new");
    }
  }

  /** LMDB waits for a lock on its lock file before it opens a store. */
  @Test
  void anOpeningThatHangsHoldsUpNoOtherStore() throws Exception {
    Stores.open(store).close();
    Path other = directory.resolve("other");
    try (OtherJvm holder = OtherJvm.small(LockHolder.class, store.resolve("lock.mdb"))) {
      assertThat(holder.line()).isEqualTo("locked");
      FutureTask<Engine> hanging = new FutureTask<>(() -> Stores.open(store));
      Thread opener = new Thread(hanging, "opener");
      opener.start();
      Await.until(
          "LMDB waits for the lock",
          () ->
              Stream.of(opener.getStackTrace())
                  .anyMatch(frame -> frame.getClassName().equals("org.lmdbjava.Env$Builder")));

      FutureTask<Engine> meanwhile = new FutureTask<>(() -> Stores.open(other));
      new Thread(meanwhile, "other opener").start();
      try (Engine engine = meanwhile.get(Stores.LONG.toSeconds(), TimeUnit.SECONDS)) {
        put(engine, "key", "value");
      }
      assertThat(hanging.isDone()).isFalse();

      holder.kill();
      try (Engine engine = hanging.get(Stores.LONG.toSeconds(), TimeUnit.SECONDS)) {
        put(engine, "key", "value");
      }
    }
  }

  @Test
  void aStoreIsOpenedAndClosedByManyThreadsAtOnce() throws InterruptedException {
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      String key = "key" + i;
      threads[i] =
          new Thread(
              () -> {
                for (int n = 0; n < 25; n++) {
                  String value = "" + n;
                  try (Engine engine = Stores.open(store)) {
                    engine.write(batch -> batch.put(bytes(key), bytes(value)), LONG);
                  }
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    try (Engine engine = Stores.open(store)) {
      for (int i = 0; i < threads.length; i++) {
        assertThat(get(engine, "key" + i)).isEqualTo("24");
      }
    }
  }
}
