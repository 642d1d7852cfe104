package dev.cairn.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.Memory;
import dev.cairn.StorageException;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that indexes match the rows even if several writes are committed in one batch and some of
 * them fail.
 */
class SharedBatchIndexTest {
  record Note(String author) {}

  private static final Table<String, Note> PLAIN =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);
  private static final Index<Note, String> BY_AUTHOR =
      Index.one("by-author", Keys.string(), Note::author);
  private static final Table<String, Note> INDEXED = PLAIN.indexedBy(BY_AUTHOR);
  private static final Table<String, Note> OTHER =
      Table.named("other").keyedBy(Keys.string()).holding(Note.class);

  @TempDir Path directory;

  /** Queues writes behind one that waits, so that they share a batch. */
  private static List<CompletableFuture<?>> inOneBatch(
      Cairn cairn, List<Function<Memory, ?>> writes) {
    CountDownLatch submitted = new CountDownLatch(1);
    List<CompletableFuture<?>> futures = new ArrayList<>();
    futures.add(cairn.memory().writeAsync(memory -> awaitQuietly(submitted)));
    writes.forEach(write -> futures.add(cairn.memory().writeAndGetAsync(write::apply)));
    submitted.countDown();
    futures.get(0).join();
    return futures.subList(1, futures.size());
  }

  private static String awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rows(Cairn cairn, Table<String, Note> table) {
    return cairn.memory().read(tx -> tx.scan(table, Scan.all()).map(Row::key).toList());
  }

  private static List<String> byIndex(Cairn cairn) {
    return cairn
        .memory()
        .read(tx -> tx.scan(INDEXED, BY_AUTHOR, Scan.prefix("ann")).map(Row::key).toList());
  }

  @Test
  void everyWriteOfABatchIsRefusedWhereTheProgramDoesNotKnowAnIndex() {
    try (Cairn older = Cairn.open(directory);
        Cairn newer = Cairn.open(directory)) {
      older.memory().put(PLAIN, "a", new Note("ann"));
      newer.memory().put(INDEXED, "b", new Note("ann"));
      List<CompletableFuture<?>> writes =
          inOneBatch(
              older,
              List.of(
                  memory -> memory.put(PLAIN, "c", new Note("ann")),
                  memory -> memory.put(PLAIN, "d", new Note("ann")),
                  memory -> memory.remove(PLAIN, "a")));

      assertThat(writes)
          .allSatisfy(
              write ->
                  assertThatThrownBy(write::join)
                      .hasCauseInstanceOf(IncompatibleRecordException.class)
                      .hasMessageContaining("by-author"));
      assertThat(rows(newer, INDEXED)).containsExactly("a", "b");
      assertThat(byIndex(newer)).containsExactly("a", "b");
    }
  }

  @Test
  void aProgramThatDoesNotKnowAnIndexReadsTheTableAlsoInsideAWrite() {
    try (Cairn older = Cairn.open(directory);
        Cairn newer = Cairn.open(directory)) {
      newer.memory().put(INDEXED, "b", new Note("ann"));

      assertThat(older.memory().<Boolean>writeAndGet(tx -> tx.get(PLAIN, "b").isPresent()))
          .isTrue();
      assertThat(older.memory().<Long>writeAndGet(tx -> tx.count(PLAIN, Scan.all()))).isEqualTo(1);
    }
  }

  @Test
  void aWriteThatOnlyReadsCommitsNothing() {
    try (Cairn cairn = Cairn.open(directory)) {
      long before = cairn.statistics().store().version();

      assertThat(cairn.memory().<Boolean>writeAndGet(tx -> tx.get(PLAIN, "a").isEmpty())).isTrue();

      assertThat(cairn.statistics().store().version()).isEqualTo(before);
    }
  }

  /** Catches why a note cannot be put, and goes on with another one. */
  private static boolean putOrGoOn(
      Memory tx, Table<String, Note> table, Class<? extends Throwable> expected) {
    try {
      return tx.put(table, "new", new Note("ann"));
    } catch (RuntimeException | Error e) {
      if (!expected.isInstance(e)) {
        throw e;
      }
      return tx.put(OTHER, "noted", new Note("it failed"));
    }
  }

  @Test
  void anIndexThatCannotBeBuiltIsNotLeftHalfBuilt() {
    try (Cairn older = Cairn.open(directory)) {
      for (String key : List.of("k0", "k1", "k2")) {
        older.memory().put(PLAIN, key, new Note(key.equals("k1") ? "x".repeat(600) : "ann"));
      }
    }
    try (Cairn newer = Cairn.open(directory)) {
      assertThatThrownBy(
              () ->
                  newer
                      .memory()
                      .write(tx -> putOrGoOn(tx, INDEXED, IncompatibleRecordException.class)))
          .isInstanceOf(IncompatibleRecordException.class);
      assertThat(rows(newer, OTHER)).isEmpty();

      newer.memory().put(OTHER, "own", new Note("a write of its own"));
      repairK1();
      newer.memory().put(INDEXED, "new", new Note("ann"));
      assertThat(byIndex(newer)).containsExactly("k0", "k1", "k2", "new");
    }
  }

  @Test
  void anIndexWhoseFunctionThrowsAnErrorThatIsCaughtIsNotLeftHalfBuilt() {
    Table<String, Note> broken =
        PLAIN.indexedBy(
            Index.one(
                "by-author",
                Keys.string(),
                note -> {
                  if (note.author().equals("bob")) {
                    throw new AssertionError("who is bob?");
                  }
                  return note.author();
                }));
    try (Cairn older = Cairn.open(directory)) {
      older.memory().put(PLAIN, "k0", new Note("ann"));
      older.memory().put(PLAIN, "k1", new Note("bob"));
      older.memory().put(PLAIN, "k2", new Note("ann"));
    }
    try (Cairn newer = Cairn.open(directory)) {
      assertThatThrownBy(
              () -> newer.memory().write(tx -> putOrGoOn(tx, broken, AssertionError.class)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Error");
      assertThat(rows(newer, OTHER)).isEmpty();
    }
    try (Cairn mended = Cairn.open(directory)) {
      mended.memory().put(INDEXED, "new", new Note("ann"));
      assertThat(byIndex(mended)).containsExactly("k0", "k2", "new");
    }
  }

  private void repairK1() {
    try (Cairn older = Cairn.open(directory)) {
      older.memory().put(PLAIN, "k1", new Note("ann"));
    }
  }

  @Test
  void indexesThatAreForgottenBetweenWritesOfABatchAreBuiltAnew() throws InterruptedException {
    try (Cairn cairn = Cairn.open(directory)) {
      cairn.memory().put(INDEXED, "a", new Note("ann"));
      forgetInTheBatchOf(
          cairn,
          List.of(memory -> memory.put(INDEXED, "b", new Note("ann"))),
          List.of(memory -> memory.put(INDEXED, "c", new Note("ann"))));

      cairn.memory().put(OTHER, "first", new Note("of a table that is new"));
      assertThat(rows(cairn, OTHER)).containsExactly("first");
      assertThat(byIndex(cairn)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void anIndexThatIsForgottenInTheBatchThatMadeItDoesNotPassForAnEmptyOne()
      throws InterruptedException {
    try (Cairn cairn = Cairn.open(directory)) {
      cairn.memory().put(OTHER, "first", new Note("so that there is a store"));
      forgetInTheBatchOf(
          cairn, List.of(memory -> memory.put(INDEXED, "a", new Note("ann"))), List.of());

      assertThatThrownBy(() -> byIndex(cairn))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("is not built");
      cairn.memory().put(INDEXED, "b", new Note("ann"));
      assertThat(byIndex(cairn)).containsExactly("a", "b");
    }
  }

  /** Has all indexes of the notes forgotten by a write of a batch, between others. */
  private static void forgetInTheBatchOf(
      Cairn cairn, List<Function<Memory, Boolean>> before, List<Function<Memory, Boolean>> after)
      throws InterruptedException {
    CountDownLatch submitted = new CountDownLatch(1);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    writes.add(cairn.memory().writeAsync(memory -> awaitQuietly(submitted)));
    before.forEach(write -> writes.add(cairn.memory().writeAndGetAsync(write)));
    Thread forgetting = new Thread(() -> cairn.maintenance().forgetIndexes("notes"));
    forgetting.start();
    while (forgetting.getState() != Thread.State.WAITING) { // for its turn
      Thread.onSpinWait();
    }
    after.forEach(write -> writes.add(cairn.memory().writeAndGetAsync(write)));
    submitted.countDown();
    writes.forEach(CompletableFuture::join);
    forgetting.join();
  }

  @Test
  void aSnapshotFromBeforeATableShowsNothingOfItsIndexes() {
    try (Cairn cairn = Cairn.open(directory)) {
      List<Skill> found =
          cairn
              .memory()
              .read(
                  memory -> {
                    CompletableFuture.runAsync(
                            () ->
                                cairn
                                    .memory()
                                    .skills()
                                    .add(Skill.of("login", "Log in").tagged("x")))
                        .join();
                    return memory.skills().find(SkillQuery.all().tagged("x"));
                  });

      assertThat(found).isEmpty();
      assertThat(cairn.memory().skills().find(SkillQuery.all().tagged("x"))).hasSize(1);
    }
  }
}
