package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.add;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.delete;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.number;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreFullException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.Together;
import dev.cairn.internal.lmdb.LmdbEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a full store refuses writes without losing data, and is usable again once rows are
 * deleted.
 */
class FullStoreTest {
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path directory) {
    engine = LmdbEngine.open(directory, Stores.withMap(1 << 20));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private boolean write(String key, int size) {
    return engine.write(batch -> batch.put(bytes(key), new byte[size]), LONG);
  }

  /** Writes values of a size until there is no room for more. */
  private List<String> fill(String prefix, int size) {
    List<String> stored = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String key = prefix + i;
      try {
        write(key, size);
      } catch (StoreFullException e) {
        assertThat(e).hasMessageContaining("withMapSize");
        return stored;
      }
      stored.add(key);
    }
    throw new AssertionError("never full");
  }

  @Test
  void aFullMapIsAnExceptionAndLosesNothing() {
    List<String> stored = fill("large", 50_000);
    stored.addAll(fill("middle", 5_000));
    stored.addAll(fill("small", 100));
    assertThat(keys(engine)).containsExactlyInAnyOrderElementsOf(stored);
    long version = engine.version();
    assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> write("more", 50_000));
    assertThat(engine.version()).isEqualTo(version);
    assertThat(keys(engine)).hasSameSizeAs(stored);
  }

  @Test
  void aFullStoreIsOfUseAgainOnceSomethingIsDeleted() {
    List<String> stored = fill("large", 50_000);
    for (String key : stored) {
      delete(engine, key);
    }
    assertThat(keys(engine)).isEmpty();
    // The space of one commit can be used by the second one after it.
    put(engine, "a", "1");
    put(engine, "a", "2");
    assertThat(fill("again", 50_000)).hasSizeGreaterThan(stored.size() / 2);
  }

  /** LMDB copies pages before it changes them: deleting takes room too. */
  @Test
  void everyRowOfAFullStoreCanBeDeleted() {
    List<String> stored = new ArrayList<>();
    for (int rows : new int[] {100, 10, 1}) {
      stored.addAll(fillWith(rows, stored.size()));
    }
    assertThat(keys(engine)).hasSameSizeAs(stored).hasSizeGreaterThan(3000);
    for (String key : stored.subList(0, 1000)) {
      assertThat(delete(engine, key)).isTrue();
    }
    for (int i = 1000; i < stored.size(); i += 10) {
      List<String> some = stored.subList(i, Math.min(i + 10, stored.size()));
      engine.write(
          batch -> {
            some.forEach(key -> batch.delete(bytes(key)));
            return null;
          },
          LONG);
    }
    assertThat(keys(engine)).isEmpty();
    put(engine, "a", "1");
    put(engine, "a", "2");
    assertThat(fillWith(10, 0)).hasSizeGreaterThan(stored.size() / 2);
  }

  /** Stores small rows in random order, some in each write, until there is no room for more. */
  private List<String> fillWith(int rows, int from) {
    List<String> stored = new ArrayList<>();
    while (true) {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        int number = from + stored.size() + i;
        keys.add("%08x".formatted(number * 0x9E3779B1) + number);
      }
      try {
        engine.write(
            batch -> {
              keys.forEach(
                  key -> {
                    batch.logChange(bytes(key));
                    batch.put(bytes(key), new byte[100]);
                  });
              return null;
            },
            LONG);
      } catch (StoreFullException e) {
        return stored;
      }
      stored.addAll(keys);
    }
  }

  @Test
  void aWriteThatDoesNotFitDoesNotDisturbItsNeighbours() {
    CompletableFuture<Boolean> huge;
    List<CompletableFuture<Boolean>> small = new ArrayList<>();
    try (Together together = new Together(engine)) {
      small.add(together.queue(batch -> count(batch, "before")));
      huge =
          together.queue(
              batch -> {
                add(batch, "count", 1);
                return batch.put(bytes("huge"), new byte[2 << 20]);
              });
      small.add(together.queue(batch -> count(batch, "after")));
    }
    small.forEach(future -> assertThat(future.join()).isTrue());
    assertThatThrownBy(huge::join).hasCauseInstanceOf(StoreFullException.class);
    assertThat(keys(engine)).containsExactly("after", "before", "count");
    assertThat(number(engine, "count")).isEqualTo(2);
  }

  private static boolean count(Batch batch, String key) {
    add(batch, "count", 1);
    return batch.put(bytes(key), bytes("1"));
  }

  @Test
  void aFunctionThatSwallowsAFailureOfTheStoreFailsAllTheSame() {
    CompletableFuture<String> swallower;
    CompletableFuture<Boolean> neighbour;
    try (Together together = new Together(engine)) {
      swallower =
          together.queue(
              batch -> {
                batch.put(bytes("half"), bytes("1"));
                try {
                  batch.put(bytes("huge"), new byte[2 << 20]);
                } catch (StoreFullException e) {
                  assertThatThrownBy(() -> batch.get(bytes("half"))).isSameAs(e);
                }
                return "all is well";
              });
      neighbour = together.queue(batch -> batch.put(bytes("neighbour"), bytes("1")));
    }
    assertThatThrownBy(swallower::join).hasCauseInstanceOf(StoreFullException.class);
    assertThat(neighbour.join()).isTrue();
    assertThat(keys(engine)).containsExactly("neighbour");
  }

  /** A long change log takes room that only the commit misses, when all functions have run. */
  @Test
  void whenTheCommitItselfFailsEachWriteStandsForItself() {
    fill("filler", 20_000);
    List<CompletableFuture<Boolean>> small = new ArrayList<>();
    CompletableFuture<Boolean> talkative;
    CompletableFuture<Boolean> thrower;
    try (Together together = new Together(engine)) {
      small.add(together.queue(batch -> count(batch, "small0")));
      talkative =
          together.queue(
              batch -> {
                for (int n = 0; n < 120; n++) {
                  batch.logChange(new byte[500]);
                }
                return count(batch, "talkative");
              });
      thrower =
          together.queue(
              batch -> {
                throw new IllegalStateException("for a reason of its own");
              });
      for (int i = 1; i < 6; i++) {
        String key = "small" + i;
        small.add(together.queue(batch -> count(batch, key)));
      }
    }
    assertThatThrownBy(talkative::join).hasCauseInstanceOf(StoreFullException.class);
    small.forEach(future -> assertThat(future.join()).isTrue());
    assertThatThrownBy(thrower::join).hasMessageEndingWith("for a reason of its own");
    assertThat(number(engine, "count")).isEqualTo(6);
    assertThat(keys(engine)).contains("small0", "small5").doesNotContain("talkative");
    // The one that had filled the store, and two of this batch.
    assertThat(engine.statistics().failedWrites()).isEqualTo(3);
  }
}
