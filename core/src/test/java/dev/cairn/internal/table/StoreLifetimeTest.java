package dev.cairn.internal.table;

import static dev.cairn.internal.table.OpenStore.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.ReadersFullException;
import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Scan;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a closed store refuses every call, and that a read-only store refuses writes. */
class StoreLifetimeTest {
  @TempDir Path directory;

  @Test
  void aClosedStoreRefusesEverythingEvenWhatIsCached() {
    OpenStore store = OpenStore.in(directory);
    store.put(Note.of("a"));
    store.here.get(NOTES, "a");
    store.close();

    List<Runnable> uses =
        List.of(
            () -> store.here.get(NOTES, "a"),
            () -> store.get(NOTES, "a"),
            () -> store.put(Note.of("b")),
            () -> store.here.writeAsync(tx -> tx.remove(NOTES, "a")).join());
    for (Runnable use : uses) {
      assertThatThrownBy(use::run)
          .isInstanceOf(StoreClosedException.class)
          .hasMessageContaining(directory.toString());
    }
  }

  @Test
  void aReadOnlyStoreReadsAndRefusesToWrite() {
    try (OpenStore store = OpenStore.in(directory)) {
      store.put(Note.of("a"));
    }
    LmdbOptions readOnly = new LmdbOptions(true, Durability.SYNC, 1L << 30, 10);
    try (OpenStore store = OpenStore.over(LmdbEngine.open(directory, readOnly))) {
      assertThat(store.here.get(NOTES, "a")).contains(Note.of("a"));
      assertThat(store.keys(OpenStore.BY_AUTHOR, Scan.all())).containsExactly("a");
      assertThatThrownBy(() -> store.put(Note.of("b")))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll("reading only", directory.toString());
    }
  }

  /** The cache cannot catch up without a snapshot; a view that is open needs no cache. */
  @Test
  void aTransactionGoesOnWhileEveryReaderSlotIsTaken() {
    LmdbOptions few = new LmdbOptions(false, Durability.SYNC, 1L << 30, 3);
    try (OpenStore store = OpenStore.over(LmdbEngine.open(directory, few));
        OpenStore other = OpenStore.over(LmdbEngine.open(directory, few))) {
      store.put(Note.of("a"));
      store.here.get(NOTES, "a");
      other.put(Note.by("bob", "a"));
      Deque<Snapshot> taken = new ArrayDeque<>();
      try {
        assertThatThrownBy(
                () -> {
                  while (true) {
                    taken.push(store.engine.snapshot());
                  }
                })
            .isInstanceOf(ReadersFullException.class);

        store.write(tx -> assertThat(tx.get(NOTES, "a")).contains(Note.by("bob", "a")));
        assertThatThrownBy(() -> store.here.get(NOTES, "b"))
            .isInstanceOf(ReadersFullException.class);
      } finally {
        taken.forEach(Snapshot::close);
      }
      assertThat(store.here.get(NOTES, "a")).contains(Note.by("bob", "a"));
    }
  }
}
