package dev.cairn.internal.stored;

import static dev.cairn.internal.table.OpenStore.BY_WORD;
import static dev.cairn.internal.table.OpenStore.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that dropping a namespace removes all of its rows, and none of another namespace. */
class NamespaceRowsTest {
  private static final Table<String, Note> OTHERS =
      Table.named("others").keyedBy(Keys.string()).holding(Note.class);

  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void put(String namespace, String... keys) {
    store
        .in(namespace)
        .write(
            tx -> {
              for (String key : keys) {
                tx.put(NOTES, key, Note.of(key + " word"));
              }
              return tx.put(OTHERS, "one", Note.of("other"));
            });
  }

  private Map<String, Long> drop(String namespace) {
    return store.engine.write(
        batch -> NamespaceRows.delete(batch, namespace, rows -> {}), OpenStore.TIMEOUT);
  }

  private Map<String, Long> count(String namespace) {
    try (Snapshot snapshot = store.engine.snapshot()) {
      return NamespaceRows.count(snapshot, namespace);
    }
  }

  private long entries(String namespace) {
    return store.in(namespace).read(tx -> tx.count(NOTES, BY_WORD, Scan.all()));
  }

  @Test
  void takesRowsAndEntriesOfAllTables() {
    put("ns", "a", "b");
    put("", "c");

    assertThat(count("ns")).isEqualTo(Map.of("notes", 2L, "others", 1L));
    assertThat(drop("ns")).isEqualTo(Map.of("notes", 2L, "others", 1L));
    assertThat(count("ns")).isEmpty();
    assertThat(entries("ns")).isZero();
    assertThat(count("")).isEqualTo(Map.of("notes", 1L, "others", 1L));
    assertThat(entries("")).isEqualTo(2);
  }

  @Test
  void takesNoNamespaceWhoseNameOnlyBeginsSo() {
    for (String other : new String[] {"ns\0", "ns\0x", "nsx", "n", "", "ns\uffff"}) {
      put(other, "a");
    }
    put("ns", "a");

    assertThat(drop("ns")).isEqualTo(Map.of("notes", 1L, "others", 1L));

    for (String other : new String[] {"ns\0", "ns\0x", "nsx", "n", "", "ns\uffff"}) {
      assertThat(count(other)).as(other).isEqualTo(Map.of("notes", 1L, "others", 1L));
      assertThat(entries(other)).as(other).isEqualTo(2);
    }
  }

  @Test
  void takesTheDefaultNamespaceAndLeavesTheCatalogue() {
    put("", "a");
    put("table", "a");
    put("schema", "a");

    assertThat(drop("")).hasSize(2);
    assertThat(drop("table")).hasSize(2);
    assertThat(drop("schema")).hasSize(2);

    put("table", "b"); // the tables are still known
    assertThat(count("table")).isEqualTo(Map.of("notes", 1L, "others", 1L));
  }

  @Test
  void changesNothingWhereThereIsNothing() {
    put("", "a");
    long version = store.engine.version();

    assertThat(drop("nobody")).isEmpty();
    assertThat(store.engine.version()).isEqualTo(version);
  }

  @Test
  void theCacheNotices() {
    put("ns", "a");
    assertThat(store.in("ns").get(NOTES, "a")).isPresent();
    drop("ns");
    assertThat(store.in("ns").get(NOTES, "a")).isEmpty();
  }

  @Test
  void otherWritesOfTheSameCommitNotice() {
    CountDownLatch queued = new CountDownLatch(1);
    CompletableFuture<?> first =
        store.engine.writeAsync(batch -> awaited(queued), OpenStore.TIMEOUT);
    Transactor namespace = store.in("ns");
    CompletableFuture<?> put = namespace.writeAsync(tx -> tx.put(NOTES, "a", Note.of("a")));
    CompletableFuture<?> dropped =
        store.engine.writeAsync(
            batch -> NamespaceRows.delete(batch, "ns", rows -> {}), OpenStore.TIMEOUT);
    CompletableFuture<Boolean> there = namespace.writeAsync(tx -> tx.get(NOTES, "a").isPresent());
    queued.countDown();

    assertThat(there.join()).isFalse();
    assertThat(CompletableFuture.allOf(first, put, dropped)).succeedsWithin(OpenStore.TIMEOUT);
    assertThat(namespace.get(NOTES, "a")).isEmpty();
    assertThat(entries("ns")).isZero();
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
