package dev.cairn.internal.table;

import static dev.cairn.internal.table.OpenStore.BY_TIME;
import static dev.cairn.internal.table.OpenStore.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a transaction reads and writes rows, sees its own changes, and leaves no trace if it
 * fails.
 */
class TransactionTest {
  record Place(String site, int page) {}

  private static final Table<Place, Note> PAGES =
      Table.named("pages").keyedBy(Keys.record(Place.class)).holding(Note.class);

  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void putPages() {
    store.write(
        tx -> {
          for (String site : List.of("a", "ab", "b")) {
            for (int page : new int[] {-1, 0, 1, 300}) {
              tx.put(PAGES, new Place(site, page), Note.of(site + page));
            }
          }
        });
  }

  private List<String> pages(Scan scan) {
    return store.here.read(
        tx -> tx.scan(PAGES, scan).map(row -> row.key().site() + row.key().page()).toList());
  }

  @Test
  void aStoreWithoutTheTableIsAnEmptyTable() {
    assertThat(store.get(NOTES, "a")).isEmpty();
    assertThat(store.here.get(NOTES, "a")).isEmpty();
    assertThat(store.keys(Scan.all())).isEmpty();
    assertThat(store.keys(OpenStore.BY_TIME, Scan.all())).isEmpty();
    assertThat(store.count(Scan.all())).isZero();
    assertThat(store.count(OpenStore.BY_TIME, Scan.all())).isZero();
  }

  @Test
  void aTransactionSeesItsOwnChangesInEveryWay() {
    store.put(Note.of("a"), Note.of("b"));

    store.write(
        tx -> {
          assertThat(tx.put(NOTES, "c", Note.by("cid", "c"))).isTrue();
          assertThat(tx.remove(NOTES, "a")).isTrue();
          assertThat(tx.update(NOTES, "b", old -> Note.by("bob", old.orElseThrow().text())))
              .isEqualTo(Note.by("bob", "b"));

          assertThat(tx.get(NOTES, "a")).isEmpty();
          assertThat(tx.get(NOTES, "b")).contains(Note.by("bob", "b"));
          assertThat(tx.scan(NOTES, Scan.all()).map(Row::key)).containsExactly("b", "c");
          assertThat(tx.count(NOTES, Scan.all())).isEqualTo(2);
          assertThat(tx.scan(NOTES, OpenStore.BY_AUTHOR, Scan.all()).map(Row::key))
              .containsExactly("b", "c");
          assertThat(tx.count(NOTES, OpenStore.BY_AUTHOR, Scan.prefix("ann"))).isZero();
        });
  }

  @Test
  void whatChangesNothingSaysSoAndMakesNoVersion() {
    store.put(Note.of("a"));
    long version = store.engine.version();

    store.write(
        tx -> {
          assertThat(tx.put(NOTES, "a", Note.of("a"))).isFalse();
          assertThat(tx.remove(NOTES, "b")).isFalse();
          assertThat(tx.update(NOTES, "a", Optional::orElseThrow)).isEqualTo(Note.of("a"));
        });

    assertThat(store.engine.version()).isEqualTo(version);
  }

  @Test
  void aWriteThatThrowsLeavesNoTrace() {
    store.put(Note.of("a"));

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store.write(
                    tx -> {
                      tx.put(NOTES, "a", Note.by("bob", "changed"));
                      tx.put(NOTES, "b", Note.of("b"));
                      throw new IllegalStateException("no");
                    }))
        .withMessage("no");

    assertThat(store.here.get(NOTES, "a")).contains(Note.of("a"));
    assertThat(store.here.get(NOTES, "b")).isEmpty();
    assertThat(store.keys(OpenStore.BY_AUTHOR, Scan.all())).containsExactly("a");
  }

  @Test
  void aSnapshotStaysAsItWasWhileOthersWrite() {
    store.put(Note.of("a"));
    store.here.get(NOTES, "a"); // it is in the cache

    store.here.read(
        tx -> {
          CompletableFuture.runAsync(() -> store.put(Note.by("bob", "a"), Note.of("b"))).join();
          assertThat(store.here.get(NOTES, "a")).contains(Note.by("bob", "a"));

          assertThat(tx.get(NOTES, "a")).contains(Note.of("a"));
          assertThat(tx.get(NOTES, "b")).isEmpty();
          assertThat(tx.scan(NOTES, OpenStore.BY_AUTHOR, Scan.all()).map(Row::value))
              .containsExactly(Note.of("a"));
          assertThat(tx.version()).isLessThan(store.engine.version());
          return "";
        });

    assertThat(store.get(NOTES, "a")).contains(Note.by("bob", "a"));
  }

  @Test
  void scansFindWholeComponentsInKeyOrder() {
    putPages();

    assertThat(pages(Scan.all()))
        .containsExactly(
            "a-1", "a0", "a1", "a300", "ab-1", "ab0", "ab1", "ab300", "b-1", "b0", "b1", "b300");
    assertThat(pages(Scan.prefix("a"))).containsExactly("a-1", "a0", "a1", "a300");
    assertThat(pages(Scan.prefix("a").descending())).containsExactly("a300", "a1", "a0", "a-1");
    assertThat(pages(Scan.prefix("a").from(0))).containsExactly("a0", "a1", "a300");
    assertThat(pages(Scan.prefix("a").before(1))).containsExactly("a-1", "a0");
    assertThat(pages(Scan.prefix("a").from(0).before(300).descending()))
        .containsExactly("a1", "a0");
    assertThat(pages(Scan.all().from("ab", 1).before("b", 0)))
        .containsExactly("ab1", "ab300", "b-1");
    assertThat(pages(Scan.prefix("c"))).isEmpty();
    assertThat(pages(Scan.prefix("a").from(5).before(2))).isEmpty();
    assertThat(pages(Scan.prefix("b").before(Integer.MAX_VALUE).descending()))
        .containsExactly("b300", "b1", "b0", "b-1");
    assertThat(store.here.<Long>read(tx -> tx.count(PAGES, Scan.prefix("ab")))).isEqualTo(4);
    assertThat(store.here.<Long>read(tx -> tx.scan(PAGES, Scan.all()).skip(2).limit(3).count()))
        .isEqualTo(3);
  }

  @Test
  void aScanOfTheWrongTypesIsRefused() {
    putPages();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pages(Scan.prefix(7)))
        .withMessageContainingAll("7", "string");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pages(Scan.prefix("a", 1, 2)))
        .withMessageContaining("2 components");
  }

  /** A mistake must not stay unnoticed until the first row is there. */
  @Test
  void aScanOfTheWrongTypesIsRefusedAlsoBeforeTheTableIsThere() {
    Index<Note, Integer> foreign = Index.one("by-stars", Keys.integer(), Note::stars);

    store.here.read(
        tx -> {
          assertRefused(() -> tx.scan(NOTES, Scan.prefix(1)), "java.lang.Integer");
          assertRefused(() -> tx.scan(NOTES, BY_TIME, Scan.prefix("x")), "java.lang.String");
          assertRefused(() -> tx.scan(NOTES, foreign, Scan.all()), "index 'by-stars'");
          assertRefused(() -> tx.count(NOTES, Scan.prefix("a", "b")), "one too many");
          assertRefused(() -> tx.count(NOTES, BY_TIME, Scan.prefix("x")), "java.lang.String");
          assertRefused(() -> tx.count(NOTES, foreign, Scan.all()), "index 'by-stars'");
          assertRefused(() -> tx.count(NOTES, Scan.prefix("x".repeat(600))), "511");
          assertRefused(() -> tx.count(NOTES, null), "scan");
          assertRefused(() -> tx.count(NOTES, BY_TIME, null), "scan");
          return "";
        });
  }

  private static void assertRefused(ThrowingCallable call, String says) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(says);
  }

  @Test
  void namespacesShareNoRow() {
    store.put(Note.of("a"));
    Note alices = Note.by("alice", "a");
    store
        .in("alice")
        .write(
            tx -> {
              assertThat(tx.namespace()).isEqualTo("alice");
              assertThat(tx.get(NOTES, "a")).isEmpty();
              return tx.put(NOTES, "a", alices);
            });

    assertThat(store.here.get(NOTES, "a")).contains(Note.of("a"));
    assertThat(store.in("alice").get(NOTES, "a")).contains(alices);
    for (String other : List.of("alic", "alice\0", "alice2", "\0")) {
      assertThat(store.in(other).get(NOTES, "a")).as(other).isEmpty();
      assertThat(store.in(other).<Long>read(tx -> tx.count(NOTES, Scan.all()))).isZero();
    }
    assertThat(store.count(Scan.all())).isEqualTo(1);
    assertThat(store.count(OpenStore.BY_AUTHOR, Scan.prefix("alice"))).isZero();
    assertThat(store.in("alice").<Boolean>write(tx -> tx.remove(NOTES, "a"))).isTrue();
    assertThat(store.here.get(NOTES, "a")).contains(Note.of("a"));
  }

  @Test
  void rowsCanBeChangedWhileTheyAreScanned() {
    store.write(
        tx ->
            IntStream.range(0, 3_000)
                .forEach(i -> tx.put(NOTES, "k%04d".formatted(i), Note.of("text " + i))));

    store.write(
        tx ->
            tx.scan(NOTES, Scan.all())
                .forEach(
                    row -> {
                      if (row.value().text().endsWith("7")) {
                        tx.put(NOTES, row.key(), Note.by("bob", row.value().text()));
                      } else {
                        tx.remove(NOTES, row.key());
                      }
                    }));

    assertThat(store.count(Scan.all())).isEqualTo(300);
    assertThat(store.count(OpenStore.BY_AUTHOR, Scan.prefix("bob"))).isEqualTo(300);
    assertThat(store.count(OpenStore.BY_AUTHOR, Scan.all())).isEqualTo(300);
  }

  @Test
  void keysThatAreArraysWork() {
    Table<byte[], Note> table =
        Table.named("raw").keyedBy(Keys.bytes()).holding(Note.class).indexedBy(OpenStore.BY_AUTHOR);
    store.write(
        tx -> {
          tx.put(table, new byte[] {1, 2}, Note.of("old"));
          tx.put(table, new byte[] {1, 2}, Note.by("bob", "new"));
          assertThat(tx.get(table, new byte[] {1, 2})).contains(Note.by("bob", "new"));
        });

    assertThat(store.here.get(table, new byte[] {1, 2})).contains(Note.by("bob", "new"));
    assertThat(store.here.<Long>read(tx -> tx.count(table, OpenStore.BY_AUTHOR, Scan.all())))
        .isEqualTo(1);
    assertThat(store.here.<Boolean>write(tx -> tx.remove(table, new byte[] {1, 2}))).isTrue();
    assertThat(store.here.get(table, new byte[] {1, 2})).isEmpty();
  }
}
