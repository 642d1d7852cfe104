package dev.cairn.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that rows of a derived table are written and read as others, and that neither the change
 * log nor the cache nor what a query depends on knows of them.
 */
class DerivedTableTest {
  private static final Table<String, Note> DERIVED =
      Table.named("derived").keyedBy(Keys.string()).holding(Note.class).derived();

  private static final Table<String, Note> LOGGED =
      Table.named("logged").keyedBy(Keys.string()).holding(Note.class);

  private static final AtomicInteger ANSWERED = new AtomicInteger();

  /** Reads a derived row, and the logged one that stands for it. */
  enum Both implements Query<Transaction, String> {
    BOTH;

    @Override
    public String answer(Transaction tx) {
      ANSWERED.incrementAndGet();
      String derived = tx.get(DERIVED, "a").map(Note::text).orElse("none");
      long count = tx.count(DERIVED, Scan.all());
      return tx.get(LOGGED, "a").map(Note::text).orElse("none") + ' ' + derived + ' ' + count;
    }
  }

  private Path directory;
  private OpenStore store;
  private OpenStore other;

  @BeforeEach
  void open(@TempDir Path fresh) {
    directory = fresh;
    store = OpenStore.in(directory);
    other = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    other.close();
    store.close();
  }

  private void write(String derived, String logged) {
    store.write(
        tx -> {
          tx.put(DERIVED, "a", Note.of(derived));
          tx.put(LOGGED, "a", Note.of(logged));
        });
  }

  @Test
  void rowsAreWrittenReadAndRemoved() {
    store.write(
        tx -> {
          tx.put(DERIVED, "a", Note.of("one"));
          assertThat(tx.get(DERIVED, "a")).contains(Note.of("one"));
          tx.update(DERIVED, "a", old -> Note.of(old.orElseThrow().text() + "!"));
          tx.put(DERIVED, "b", Note.of("two"));
          assertThat(tx.scan(DERIVED, Scan.all()).map(Row::key)).containsExactly("a", "b");
        });
    assertThat(other.get(DERIVED, "a")).contains(Note.of("one!"));
    store.write(tx -> assertThat(tx.remove(DERIVED, "a")).isTrue());
    store.write(tx -> assertThat(tx.remove(DERIVED, "a")).isFalse());
    assertThat(other.get(DERIVED, "a")).isEmpty();
    assertThat(other.here.get(DERIVED, "b")).contains(Note.of("two"));
  }

  @Test
  void theChangeLogNamesTheOtherRowsAlone() {
    long before = store.engine.version();
    write("one", "1");
    write("two", "2");
    store.write(tx -> tx.put(DERIVED, "b", Note.of("alone")));

    try (Snapshot snapshot = store.engine.snapshot()) {
      Changes changes = snapshot.changesSince(before);
      assertThat(changes.upTo()).isEqualTo(before + 3);
      assertThat(changes.everything()).isFalse();
      assertThat(changes.keys()).hasSize(2);
    }
  }

  @Test
  void theCacheHoldsNone() {
    write("one", "1");
    for (OpenStore each : new OpenStore[] {store, other}) {
      assertThat(each.get(DERIVED, "a")).contains(Note.of("one"));
      assertThat(each.here.get(DERIVED, "a")).contains(Note.of("one"));
    }
    store.write(tx -> tx.put(DERIVED, "a", Note.of("two"))); // with no row that stands for it
    for (OpenStore each : new OpenStore[] {store, other}) {
      assertThat(each.get(DERIVED, "a")).contains(Note.of("two"));
      assertThat(each.here.get(DERIVED, "a")).contains(Note.of("two"));
    }
  }

  @Test
  void aQueryDependsOnTheRowThatStandsForThem() {
    assertThat(answer(other)).isEqualTo("none none 0");
    write("one", "1");
    assertThat(answer(other)).isEqualTo("1 one 1");
    int answered = ANSWERED.get();
    store.write(tx -> tx.put(LOGGED, "unread", Note.of("x")));
    store.write(tx -> tx.put(DERIVED, "unread", Note.of("x"))); // against the rule
    assertThat(answer(other)).isEqualTo("1 one 1");
    assertThat(ANSWERED).hasValue(answered);
    write("one", "2");
    assertThat(answer(other)).isEqualTo("2 one 2");
  }

  private static String answer(OpenStore store) {
    return store.here.read(tx -> tx.query(Both.BOTH));
  }

  @Test
  void aWriteThatFailsLeavesNone() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store.write(
                    tx -> {
                      tx.put(DERIVED, "a", Note.of("one"));
                      throw new IllegalStateException("stop");
                    }))
        .withMessage("stop");
    assertThat(store.get(DERIVED, "a")).isEmpty();
  }

  @Test
  void maintenanceKnowsThemAsAnyOthers() throws Exception {
    write("one", "1");
    close();
    assertThat(Maintenance.verify(directory, VerifyOptions.deep()).findings()).isEmpty();
    open(directory);
  }

  @Test
  void aDerivedTableHasNoIndexes() {
    assertThatIllegalStateException().isThrownBy(() -> DERIVED.indexedBy(OpenStore.BY_TIME));
    assertThatIllegalStateException().isThrownBy(OpenStore.NOTES::derived);
  }
}
