package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a closed store keeps its data and refuses calls, and that options, namespaces,
 * flushing and statistics do what they promise.
 */
class CairnTest {
  record Note(String text) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final Note NOTE = new Note("hello");

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsThereAfterTheStoreWasClosedAndOpenedAgain() {
    try (Cairn cairn = Cairn.open(directory.resolve("a/b/store"))) {
      assertThat(cairn.memory().<Boolean>writeAndGet(tx -> tx.put(NOTES, "n", NOTE))).isTrue();
    }
    try (Cairn cairn = Cairn.open(directory.resolve("a/b/store"))) {
      assertThat(cairn.path()).isEqualTo(directory.resolve("a/b/store"));
      assertThat(cairn.memory().<Long>read(tx -> tx.count(NOTES, Scan.all()))).isEqualTo(1);
      assertThat(cairn.memory().get(NOTES, "n")).contains(NOTE);
    }
  }

  @Test
  void openingTheSameDirectoryTwiceSharesWhatIsOpen() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("store"));
    Cairn one = Cairn.open(directory.resolve("store"));
    try (Cairn two = Cairn.open(link, CairnOptions.defaults().withCache(CachePolicy.off()))) {
      one.memory().put(NOTES, "n", NOTE);
      assertThat(two.memory().get(NOTES, "n")).contains(NOTE);

      one.close();
      one.close(); // does nothing

      two.memory().put(NOTES, "n", new Note("changed"));
      assertThat(two.memory().get(NOTES, "n")).contains(new Note("changed"));
      assertThatThrownBy(() -> one.memory().get(NOTES, "n"))
          .isInstanceOf(StoreClosedException.class);
    }
  }

  @Test
  void aClosedStoreRefusesEveryCall() {
    Cairn cairn = Cairn.open(directory);
    Memory memory = cairn.memory();
    memory.put(NOTES, "n", NOTE);
    cairn.close();

    List<Runnable> calls =
        List.of(
            () -> cairn.memory().read(tx -> tx.get(NOTES, "n")),
            () -> cairn.memory().write(tx -> tx.put(NOTES, "n", NOTE)),
            cairn::flush,
            cairn::statistics,
            () -> memory.get(NOTES, "n"),
            () -> memory.put(NOTES, "n", NOTE),
            () -> memory.writeAsync(m -> m.put(NOTES, "n", NOTE)).join(),
            () -> memory.sites().list(),
            () -> cairn.memory("other").sites().recordVisit("https://a.example/", Duration.ZERO));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(StoreClosedException.class)
          .hasMessageContaining(directory.toString());
    }
  }

  @Test
  void updatesThatWaitWhenTheStoreIsClosedAreStillApplied() {
    List<CompletableFuture<Note>> updates = new ArrayList<>();
    try (Cairn cairn = Cairn.open(directory)) {
      for (int i = 0; i < 20_000; i++) { // more than a batch takes
        String key = "n" + i % 500;
        updates.add(
            cairn.memory().writeAndGetAsync(memory -> memory.update(NOTES, key, CairnTest::x)));
      }
    }
    updates.forEach(CompletableFuture::join);
    try (Cairn cairn = Cairn.open(directory)) {
      assertThat(cairn.memory().get(NOTES, "n499")).contains(new Note("x".repeat(40)));
    }
  }

  private static Note x(Optional<Note> old) {
    return new Note(old.map(Note::text).orElse("") + "x");
  }

  @Test
  void closingInsideAWriteIsRefusedAndChangesNothing() {
    Cairn cairn = Cairn.open(directory);
    cairn.memory().put(NOTES, "n", NOTE);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                cairn
                    .memory()
                    .writeAndGet(
                        tx -> {
                          cairn.close();
                          return NOTE;
                        }));

    cairn.memory().put(NOTES, "n", new Note("changed"));
    long misses = cairn.statistics().cache().misses();
    assertThat(cairn.memory().get(NOTES, "n")).contains(new Note("changed"));
    assertThat(cairn.statistics().cache().misses())
        .as("its commits reach the cache")
        .isEqualTo(misses);
    cairn.close();
  }

  @Test
  void aReadOnlyStoreReadsAndRefusesToWrite() {
    assertThatThrownBy(() -> Cairn.open(directory.resolve("none"), readOnly()))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("none");
    assertThat(directory.resolve("none")).doesNotExist();
    try (Cairn cairn = Cairn.open(directory)) {
      cairn.memory().put(NOTES, "n", NOTE);
      cairn.memory().users().recordConversation("ann");
    }

    try (Cairn cairn = Cairn.open(directory, readOnly())) {
      assertThat(cairn.memory().get(NOTES, "n")).contains(NOTE);
      assertThat(cairn.memory().users().get("ann")).isPresent();
      assertThat(cairn.memory().sites().list()).isEmpty();
      cairn.flush();
      for (Runnable write :
          List.<Runnable>of(
              () -> cairn.memory().put(NOTES, "n", NOTE),
              () -> cairn.memory().writeAsync(m -> m.remove(NOTES, "n")).join(),
              () -> cairn.memory().users().recordConversation("ann"))) {
        assertThatThrownBy(write::run)
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("reading only");
      }
    }
  }

  private static CairnOptions readOnly() {
    return CairnOptions.defaults().readOnly();
  }

  @Test
  void optionsThatContradictAStoreThatIsOpenAreRefused() {
    try (Cairn cairn = Cairn.open(directory)) {
      assertThatThrownBy(() -> Cairn.open(directory, readOnly()))
          .isInstanceOf(StoreOpenException.class)
          .satisfies(
              e ->
                  assertThat(((StoreOpenException) e).reason())
                      .isEqualTo(StoreOpenException.Reason.CONFLICTING_OPTIONS));
      assertThat(cairn.memory().put(NOTES, "n", NOTE)).isTrue();
    }
  }

  @Test
  void badOptionsAreRefusedWithTheirValue() {
    CairnOptions options = CairnOptions.defaults();
    assertRefused(() -> options.withCacheBytes(0), "bytes", "0");
    assertRefused(() -> options.withWriteTimeout(Duration.ofSeconds(-1)), "timeout", "PT-1S");
    assertRefused(() -> options.withWriteTimeout(Duration.ZERO), "timeout", "zero");
    assertRefused(() -> options.withMapSize(5), "5", "1 MiB");
    assertRefused(() -> options.withMaxReaders(0), "maxReaders", "0");
    assertRefused(() -> options.withCache(null), "policy is null");
    assertRefused(() -> options.withClock(null), "clock is null");
    assertRefused(() -> options.withDurability(null), "durability is null");
    assertRefused(() -> Cairn.open(null), "directory is null");
    assertRefused(() -> Cairn.open(directory, null), "options is null");
  }

  @Test
  void badArgumentsAreRefusedBeforeAnythingIsQueued() {
    try (Cairn cairn = Cairn.open(directory)) {
      assertRefused(() -> cairn.memory(null), "namespace is null");
      assertRefused(() -> cairn.memory(" "), "namespace is blank");
      assertRefused(() -> cairn.memory("n".repeat(65)), "65", "64", "nnn");
      assertRefused(() -> cairn.memory().read(null), "work is null");
      assertRefused(() -> cairn.memory().write(null), "work is null");
      assertThat(cairn.statistics().store().writes()).isZero();
    }
  }

  private static void assertRefused(Runnable call, String... says) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContainingAll(says);
  }

  @Test
  void namespacesAreMemoriesOfTheirOwn() {
    try (Cairn cairn = Cairn.open(directory)) {
      cairn.memory().put(NOTES, "n", NOTE);
      Memory alice = cairn.memory("alice");
      alice.put(NOTES, "n", new Note("alice's"));
      alice.sites().recordVisit("https://example.com/", Duration.ofSeconds(1));

      assertThat(alice.namespace()).isEqualTo("alice");
      assertThat(cairn.memory().namespace()).isEmpty();
      assertThat(cairn.memory().get(NOTES, "n")).contains(NOTE);
      assertThat(cairn.memory().sites().list()).isEmpty();
      assertThat(cairn.memory("alic").get(NOTES, "n")).isEmpty();
      assertThat(cairn.memory("alice").get(NOTES, "n")).contains(new Note("alice's"));
      assertThat(cairn.memory("alice").sites().list()).hasSize(1);
      assertThat(cairn.memory().<Long>read(tx -> tx.count(NOTES, Scan.all()))).isEqualTo(1);
    }
  }

  @Test
  void flushWaitsForWhatWasSubmitted() {
    for (Durability durability : Durability.values()) {
      Path store = directory.resolve(durability.name());
      try (Cairn cairn = Cairn.open(store, CairnOptions.defaults().withDurability(durability))) {
        List<CompletableFuture<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          String key = "n" + i;
          writes.add(cairn.memory().writeAndGetAsync(m -> m.put(NOTES, key, NOTE)));
        }

        cairn.flush();

        assertThat(cairn.memory().<Long>read(tx -> tx.count(NOTES, Scan.all()))).isEqualTo(100);
        assertThat(writes).allMatch(CompletableFuture::join);
      }
    }
  }

  @Test
  void theFiguresTellWhatTheStoreDid() {
    try (Cairn cairn = Cairn.open(directory)) {
      cairn.memory().put(NOTES, "n", NOTE);
      cairn.memory().put(NOTES, "n", NOTE); // no change, so no commit
      cairn.memory().get(NOTES, "n");
      cairn.memory().get(NOTES, "absent");
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  cairn
                      .memory()
                      .write(
                          tx -> {
                            throw new IllegalStateException("no");
                          }));

      CairnStatistics stats = cairn.statistics();

      assertThat(stats.store().commits()).isEqualTo(1);
      assertThat(stats.store().writes()).isEqualTo(1);
      assertThat(stats.store().failedWrites()).isEqualTo(1);
      assertThat(stats.store().commitTime().count()).isEqualTo(1);
      assertThat(stats.store().fileBytes()).isPositive();
      assertThat(stats.cache().hits()).isEqualTo(1);
      assertThat(stats.cache().misses()).isEqualTo(1);
      assertThat(stats.cache().records()).isEqualTo(2); // the absence too
    }
  }
}
