package dev.cairn.internal.table;

import static dev.cairn.internal.table.OpenStore.BY_AUTHOR;
import static dev.cairn.internal.table.OpenStore.BY_TIME;
import static dev.cairn.internal.table.OpenStore.BY_WORD;
import static dev.cairn.internal.table.OpenStore.NOTES;
import static dev.cairn.internal.table.OpenStore.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.StorageException;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.WriteTransaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that an index has exactly one entry for each indexed value of the existing rows, whatever
 * was written.
 */
class IndexTest {
  private Path directory;
  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path fresh) {
    directory = fresh;
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = OpenStore.in(directory);
  }

  @Test
  void rowsComeInTheOrderOfTheValueThenOfTheKey() {
    store.put(Note.of("pear"), Note.of("fig"), Note.of("apple"), Note.of("plum"));

    assertThat(store.keys(BY_TIME, Scan.all())).containsExactly("fig", "pear", "plum", "apple");
    assertThat(store.keys(BY_TIME, Scan.all().descending()))
        .containsExactly("apple", "plum", "pear", "fig");
    assertThat(store.keys(BY_TIME, Scan.prefix(Instant.EPOCH.plusSeconds(4))))
        .containsExactly("pear", "plum");
    assertThat(store.keys(BY_TIME, Scan.all().from(Instant.EPOCH.plusSeconds(4))))
        .containsExactly("pear", "plum", "apple");
    assertThat(store.keys(BY_TIME, Scan.all().before(Instant.EPOCH.plusSeconds(4))))
        .containsExactly("fig");
    assertThat(store.count(BY_TIME, Scan.all().from(Instant.EPOCH.plusSeconds(5)))).isEqualTo(1);
  }

  @Test
  void aRowWithSeveralValuesHasAnEntryForEachAndOneForTheSameTwice() {
    store.put(Note.of("red red blue"));

    assertThat(store.count(BY_WORD, Scan.all())).isEqualTo(2);
    assertThat(store.keys(BY_WORD, Scan.prefix("red"))).containsExactly("red");
    assertThat(store.keys(BY_WORD, Scan.all())).containsExactly("red", "red");
  }

  @Test
  void aRowWithoutTheValueIsLeftOut() {
    store.put(Note.by(null, "a"), Note.by("bob", "b"));

    assertThat(store.keys(BY_AUTHOR, Scan.all())).containsExactly("b");
    store.put(Note.by("bob", "a"), Note.by(null, "b"));
    assertThat(store.keys(BY_AUTHOR, Scan.all())).containsExactly("a");
  }

  /** Random writes, failing ones among them; afterwards the indexes are what the rows say. */
  @Test
  void entriesFollowTheRows() {
    Random random = new Random(1);
    Map<String, Note> model = new HashMap<>();
    for (int round = 0; round < 300; round++) {
      Map<String, Note> changed = new HashMap<>(model);
      boolean fails = random.nextInt(4) == 0;
      try {
        store.write(
            tx -> {
              changed.clear();
              changed.putAll(model);
              for (int i = random.nextInt(5); i >= 0; i--) {
                change(tx, changed, random);
              }
              if (fails) {
                throw new IllegalStateException("on purpose");
              }
            });
        model.clear();
        model.putAll(changed);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("on purpose");
      }
    }

    assertThat(store.keys(Scan.all())).containsExactlyElementsOf(new TreeMap<>(model).keySet());
    assertThat(store.count(BY_TIME, Scan.all())).isEqualTo(model.size());
    assertThat(store.count(BY_WORD, Scan.all()))
        .isEqualTo(
            model.values().stream()
                .mapToLong(note -> Arrays.stream(note.text().split(" ", -1)).distinct().count())
                .sum());
    for (String word : List.of("red", "green", "blue")) {
      assertThat(store.keys(BY_WORD, Scan.prefix(word)))
          .containsExactlyElementsOf(
              model.keySet().stream()
                  .filter(key -> List.of(model.get(key).text().split(" ", -1)).contains(word))
                  .sorted()
                  .toList());
    }
  }

  private static void change(WriteTransaction tx, Map<String, Note> rows, Random random) {
    String key = "k" + random.nextInt(20);
    if (random.nextInt(3) == 0) {
      assertThat(tx.remove(NOTES, key)).isEqualTo(rows.remove(key) != null);
    } else {
      String[] words = {"red", "green", "blue", "red green", "blue red blue"};
      Note note = Note.by(random.nextBoolean() ? "ann" : null, words[random.nextInt(5)]);
      assertThat(tx.put(NOTES, key, note)).isEqualTo(!note.equals(rows.put(key, note)));
    }
  }

  /** The function may catch the exception and go on: then the row must be as it was, everywhere. */
  @Test
  void anIndexedValueThatIsTooLongIsRefusedBeforeAnythingIsChanged() {
    store.put(Note.of("a"), Note.of("b"));
    String endless = "x".repeat(600);

    store.write(
        tx -> {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> tx.put(NOTES, "a", Note.of("short " + endless)))
              .withMessageContainingAll("index 'by-word'", "bytes");
          tx.put(NOTES, "b", Note.by("bob", "b"));
        });

    assertThat(store.here.get(NOTES, "a")).contains(Note.of("a"));
    reopen();
    assertThat(store.here.get(NOTES, "a")).contains(Note.of("a"));
    assertThat(store.keys(BY_WORD, Scan.all())).containsExactly("a", "b");
    assertThat(store.keys(BY_AUTHOR, Scan.prefix("bob"))).containsExactly("b");
  }

  @Test
  void anIndexThatIsAddedLaterIsBuiltByTheFirstWrite() {
    store.write(
        tx ->
            IntStream.range(0, 2_000)
                .forEach(i -> tx.put(PLAIN, "k" + i, Note.of(i % 2 == 0 ? "even" : "odd " + i))));
    store.in("other").write(tx -> tx.put(PLAIN, "k", Note.of("even")));
    reopen();

    assertThatThrownBy(() -> store.keys(BY_WORD, Scan.all()))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll("index 'by-word'", "table 'notes'", "first write");
    assertThat(store.here.get(NOTES, "k0")).contains(Note.of("even"));

    store.write(tx -> tx.remove(NOTES, "k0"));

    assertThat(store.count(BY_WORD, Scan.prefix("even"))).isEqualTo(999);
    assertThat(store.count(BY_WORD, Scan.all())).isEqualTo(2_999);
    assertThat(store.keys(BY_WORD, Scan.prefix("1999"))).containsExactly("k1999");
    assertThat(store.in("other").<Long>read(tx -> tx.count(NOTES, BY_WORD, Scan.all())))
        .isEqualTo(1);
  }

  @Test
  void anIndexThatCannotBeBuiltIsNotThereAtAll() {
    store.write(tx -> tx.put(PLAIN, "a", Note.of("x".repeat(600))));
    reopen();

    assertThatThrownBy(() -> store.put(Note.of("b")))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageContainingAll("table 'notes'", "\"a\")", "index 'by-word'", "bytes");

    reopen();
    store.write(tx -> tx.put(PLAIN, "c", Note.of("c")));
    assertThat(store.here.get(PLAIN, "c")).contains(Note.of("c"));
  }

  @Test
  void aProgramThatDoesNotDeclareAnIndexMayReadAndNotWrite() {
    store.put(Note.of("a"));
    reopen();

    assertThat(store.here.get(PLAIN, "a")).contains(Note.of("a"));
    assertThatThrownBy(() -> store.write(tx -> tx.remove(PLAIN, "a")))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageContainingAll("table 'notes'", "index 'by-author'", "declare it");
    assertThat(store.here.get(PLAIN, "a")).contains(Note.of("a"));
  }

  @Test
  void anIndexOfAnotherKeyTypeIsRefused() {
    store.put(Note.of("a"));
    reopen();
    Table<String, Note> other =
        PLAIN.indexedBy(BY_TIME, BY_WORD, Index.one("by-author", Keys.integer(), Note::stars));

    assertThatThrownBy(() -> store.here.get(other, "a"))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageContainingAll("index 'by-author' of table 'notes'", "(string)", "(int)");
  }

  @Test
  void anIndexOfAnotherTableIsRefused() {
    store.put(Note.of("a"));
    Index<Note, Integer> stars = Index.one("by-stars", Keys.integer(), Note::stars);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.keys(stars, Scan.all()))
        .withMessageContainingAll("index 'by-stars'", "table 'notes'", "indexedBy");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.count(stars, Scan.all()))
        .withMessageContainingAll("index 'by-stars'", "table 'notes'", "indexedBy");
  }

  /** Two classes of a program may each declare the table. */
  @Test
  void anEqualTableWorksWithItsOwnIndex() {
    store.put(Note.by("ann", "b"), Note.by("bob", "a"));
    Index<Note, String> byAuthor = Index.one("by-author", Keys.string(), Note::author);
    Table<String, Note> equal = PLAIN.indexedBy(byAuthor, BY_WORD, BY_TIME);

    assertThat(equal).isEqualTo(NOTES).hasSameHashCodeAs(NOTES);
    assertThat(
            store.here.<List<String>>read(
                tx -> tx.scan(equal, byAuthor, Scan.all()).map(Row::key).toList()))
        .containsExactly("b", "a");
    assertThat(store.here.<Long>read(tx -> tx.count(equal, byAuthor, Scan.prefix("bob"))))
        .isEqualTo(1);
    store.write(
        tx -> {
          tx.put(equal, "c", Note.by("bob", "c"));
          assertThat(tx.count(equal, byAuthor, Scan.prefix("bob"))).isEqualTo(2);
          assertThat(tx.count(NOTES, BY_AUTHOR, Scan.prefix("bob"))).isEqualTo(2);
        });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.keys(byAuthor, Scan.all()))
        .withMessageContainingAll("its own index");
  }

  @Test
  void aTableWhoseIndexHasAnotherKeyIsNotEqualAndIsRefused() {
    store.put(Note.of("a"));
    Index<Note, Integer> other = Index.one("by-author", Keys.integer(), Note::stars);
    Table<String, Note> unlike = PLAIN.indexedBy(BY_TIME, other, BY_WORD);

    assertThat(unlike).isNotEqualTo(NOTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.here.read(tx -> tx.count(unlike, other, Scan.all())))
        .withMessageContainingAll("by-author (string)", "by-author (int)", "define it once");
  }

  record Name(String name) {}

  /** The bytes are the same, but the keys that a scan returns are not. */
  @Test
  void aTableWithKeysOfAnotherClassIsNotEqualAndIsRefused() {
    store.put(Note.of("a"));
    Table<Name, Note> unlike =
        Table.named("notes")
            .keyedBy(Keys.record(Name.class))
            .holding(Note.class)
            .indexedBy(BY_TIME, BY_AUTHOR, BY_WORD);

    assertThat(unlike).isNotEqualTo(NOTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.here.get(unlike, new Name("a")))
        .withMessageContainingAll("java.lang.String", Name.class.getName(), "define it once");
  }

  /** A newer program may have an index with a type of keys that this version does not have. */
  @Test
  void anIndexWithKeysOfAnUnknownTypeHindersNoReaderAndStopsEveryWriter() {
    store.write(tx -> tx.put(PLAIN, "a", Note.of("a")));
    store.engine.write(
        batch -> Catalogue.addTable(batch, "notes/by-shape", "(polygon)"), OpenStore.TIMEOUT);
    reopen();
    Index<Note, String> byShape = Index.one("by-shape", Keys.string(), Note::text);
    Table<String, Note> shaped = PLAIN.indexedBy(byShape);

    assertThat(store.here.get(PLAIN, "a")).contains(Note.of("a"));
    assertThat(store.here.<Long>read(tx -> tx.count(PLAIN, Scan.all()))).isEqualTo(1);
    assertThatThrownBy(() -> store.write(tx -> tx.put(PLAIN, "b", Note.of("b"))))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageContainingAll("table 'notes'", "index 'by-shape'", "does not declare");
    reopen();
    assertThatThrownBy(() -> store.here.get(shaped, "a"))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageContainingAll("index 'by-shape' of table 'notes'", "(polygon)", "(string)");
    try (Snapshot snapshot = store.engine.snapshot()) {
      assertThatThrownBy(() -> StoredTables.of(snapshot))
          .isInstanceOf(IncompatibleRecordException.class)
          .hasMessageContainingAll("notes/by-shape", "(polygon)", "use the version that wrote it");
    }
  }
}
