package dev.cairn.survival;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that nothing is written to the wrong files if the files of an open store are removed,
 * renamed or swapped.
 */
@Tag("slow")
class SurroundingsTest {
  @TempDir Path directory;
  private final Random random = new Random(Effort.seed());

  private Path store(String name, int rows) {
    Path store = directory.resolve(name);
    try (Engine engine = Stores.open(store)) {
      for (int i = 0; i < rows; i++) {
        put(engine, name + i, "value");
      }
    }
    return store;
  }

  private static void remove(Path store) throws IOException {
    for (String name : List.of("data.mdb", "lock.mdb", "writer.mark", "turn.lock")) {
      Files.delete(store.resolve(name));
    }
    Files.delete(store);
  }

  private static void refuses(Engine engine) {
    assertThatExceptionOfType(StorageException.class)
        .as("a write to files that have lost their names")
        .isThrownBy(() -> put(engine, "lost", "value"))
        .withMessageContaining("removed, renamed or replaced")
        .withMessageContaining("open it again");
    assertThatExceptionOfType(StorageException.class)
        .as("every call from then on")
        .isThrownBy(engine::version);
    assertThatExceptionOfType(StorageException.class).isThrownBy(engine::snapshot);
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> put(engine, "lost", "value"));
  }

  @Test
  void nothingIsWrittenToAStoreThatWasRemoved() throws IOException {
    Path store = store("store", 3);
    try (Engine engine = Stores.open(store);
        Snapshot before = engine.snapshot()) {
      remove(store);
      refuses(engine);
      assertThat(get(before, "store2")).as("what was begun can be read").isEqualTo("value");
    }
    try (Engine again = Stores.open(store)) {
      assertThat(keys(again)).isEmpty();
      put(again, "key", "value");
    }
    Pages.assertSound(store);
  }

  @Test
  void nothingIsWrittenToAStoreThatGaveWayToAnother() throws IOException {
    Path store = store("store", 3);
    Path other = store("other", 5);
    Path aside = directory.resolve("aside");
    try (Engine engine = Stores.open(store)) {
      put(engine, "acknowledged", "value");
      Files.move(store, aside);
      Files.move(other, store);
      refuses(engine);
    }
    for (Path each : List.of(aside, store)) {
      try (Engine engine = Stores.open(each)) {
        assertThat(keys(engine)).hasSize(each.equals(aside) ? 4 : 5).doesNotContain("lost");
      }
      Pages.assertSound(each);
    }
  }

  @Test
  void nothingIsWrittenWhereTheDataFileGaveWayToAnother() throws IOException {
    Path store = store("store", 3);
    Path other = store("other", 5);
    try (Engine engine = Stores.open(store);
        OtherJvm child = EngineProgram.start()) {
      Files.move(
          other.resolve("data.mdb"),
          store.resolve("data.mdb"),
          StandardCopyOption.REPLACE_EXISTING);
      assertThat(child.ask("open", store)).startsWith("STORAGE ").contains("another data file");
      refuses(engine);
    }
    try (Engine again = Stores.open(store)) {
      assertThat(keys(again)).hasSize(5).contains("other4");
      put(again, "key", "value");
    }
    Pages.assertSound(store);
  }

  /** The next opener makes a lock file of its own then: there would be two writers. */
  @Test
  void withoutItsLockFileAProcessWritesNoMoreAndAnotherOneMay() throws IOException {
    int rounds = Effort.of(2, 150);
    int acknowledged = 0;
    for (int round = 0; round < rounds; round++) {
      acknowledged += loseTheLockFile(round);
    }
    assertThat(acknowledged).as("acknowledged before the lock files went").isPositive();
    Effort.note(
        "lock file removed under a writer: %d times, %d writes acknowledged before"
            .formatted(rounds, acknowledged));
  }

  private int loseTheLockFile(int round) throws IOException {
    Path store = directory.resolve("round" + round);
    List<CompletableFuture<String>> writes = new ArrayList<>();
    List<String> stored = new ArrayList<>();
    try (Engine engine = Stores.open(store);
        OtherJvm child = EngineProgram.start()) {
      int writesBefore = 1 + random.nextInt(300);
      for (int i = 0; i < 2 * writesBefore; i++) {
        if (i == writesBefore) {
          Files.delete(store.resolve("lock.mdb"));
          child.send("open", store);
        }
        String key = "key" + i;
        byte[] value = new byte[i * 37 % 2000];
        try {
          writes.add(
              engine.writeAsync(
                  batch -> {
                    batch.put(bytes(key), value);
                    return key;
                  },
                  LONG));
        } catch (StorageException e) {
          break; // a commit has seen that it is gone
        }
        LockSupport.parkNanos(50_000);
      }
      assertThat(child.line()).isEqualTo("opened");
      refuses(engine);
      for (CompletableFuture<String> write : writes) {
        String key = write.handle((done, thrown) -> thrown == null ? done : "").join();
        if (!key.isEmpty()) {
          stored.add(key);
        }
      }
      child.expect("incremented", "increment", 2, 50);
    }
    try (Engine again = Stores.open(store)) {
      assertThat(keys(again)).as("round %d", round).containsAll(stored).doesNotContain("lost");
      assertThat(keys(again)).hasSize(stored.size() + 5);
      assertThat(Stores.number(again, "counter0")).isEqualTo(20);
    }
    Pages.assertSound(store);
    return stored.size();
  }

  /** Its version is another store's: commits would go over the pages of the last ones. */
  @Test
  void theLockFileOfAStoreInUseOpensNoOther() throws IOException {
    for (int rows : new int[] {2, 40}) {
      Path used = store("used" + rows, 20);
      Path moved = store("moved" + rows, rows);
      try (OtherJvm child = EngineProgram.with(used)) {
        child.ask("put", "key", "value");
        Files.move(
            used.resolve("lock.mdb"),
            moved.resolve("lock.mdb"),
            StandardCopyOption.REPLACE_EXISTING);
        StoreOpenException refused =
            catchThrowableOfType(StoreOpenException.class, () -> Stores.open(moved));
        assertThat(refused).as("%d rows", rows).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.STORAGE);
        assertThat(refused)
            .hasMessageContaining(moved.resolve("lock.mdb").toString())
            .hasMessageContaining("another data file")
            .hasMessageContaining("End the programs");
      }
      for (Path each : List.of(used, moved)) {
        try (Engine engine = Stores.open(each)) {
          assertThat(keys(engine)).hasSize(each.equals(used) ? 21 : rows);
          put(engine, "later", "value");
        }
        Pages.assertSound(each);
      }
    }
  }

  @Test
  void theLockFileOfAStoreThatNobodyUsesDoesNoHarm() throws IOException {
    Path one = store("one", 3);
    Path two = store("two", 30);
    Files.move(one.resolve("lock.mdb"), directory.resolve("lock"));
    Files.move(two.resolve("lock.mdb"), one.resolve("lock.mdb"));
    Files.move(directory.resolve("lock"), two.resolve("lock.mdb"));
    for (Path each : List.of(one, two)) {
      try (Engine engine = Stores.open(each)) {
        assertThat(keys(engine)).hasSize(each.equals(one) ? 3 : 30);
        put(engine, "later", "value");
      }
      Pages.assertSound(each);
    }
  }
}
