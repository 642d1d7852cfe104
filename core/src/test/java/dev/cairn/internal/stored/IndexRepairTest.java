package dev.cairn.internal.stored;

import static dev.cairn.internal.table.OpenStore.BY_AUTHOR;
import static dev.cairn.internal.table.OpenStore.BY_WORD;
import static dev.cairn.internal.table.OpenStore.NOTES;
import static dev.cairn.internal.table.OpenStore.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.StorageException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Write;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.stored.Reindexing.Repair;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that reindexing makes the index entries match the rows, whatever the entries were before.
 */
class IndexRepairTest {
  private static final byte[] NOTHING = {};

  @TempDir private Path directory;
  private OpenStore store;

  @BeforeEach
  void open() {
    store = OpenStore.in(directory);
    store.put(Note.by("ann", "tea is hot"), Note.by("bob", "coffee is hot"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private <R> R raw(Write<R> write) {
    return store.engine.write(write, OpenStore.TIMEOUT);
  }

  private Repair repair() {
    return repair(NOTES);
  }

  private Repair repair(Table<?, ?> table) {
    return raw(batch -> Reindexing.of(batch, table, looked -> {}));
  }

  private Set<String> forget(String table) {
    return raw(batch -> Reindexing.forget(batch, table));
  }

  /** The key of an entry, as the index's id is in the store. */
  private static byte[] entry(Batch batch, Index<?, ?> index, String value, String key) {
    int id = Catalogue.table(batch, "notes/" + index.name()).id();
    return new TupleWriter()
        .writeLong(id)
        .writeString("")
        .writeString(value)
        .writeString(key)
        .toBytes();
  }

  private static byte[] row(String key) {
    return new TupleWriter().writeLong(1).writeString("").writeString(key).toBytes();
  }

  @Test
  void changesNothingWhereAllIsWell() {
    long version = store.engine.version();

    assertThat(repair()).isEqualTo(new Repair(2, 0, 0, 0));
    assertThat(store.engine.version()).isEqualTo(version);
  }

  @Test
  void addsWhatIsMissing() {
    raw(batch -> batch.delete(entry(batch, BY_WORD, "hot", "tea")));
    raw(batch -> batch.delete(entry(batch, BY_AUTHOR, "ann", "tea")));
    assertThat(store.keys(BY_WORD, Scan.prefix("hot"))).containsExactly("coffee");

    assertThat(repair()).isEqualTo(new Repair(2, 2, 0, 0));

    assertThat(store.keys(BY_WORD, Scan.prefix("hot"))).containsExactly("coffee", "tea");
    assertThat(store.keys(BY_AUTHOR, Scan.prefix("ann"))).containsExactly("tea");
    assertThat(repair()).isEqualTo(new Repair(2, 0, 0, 0));
  }

  @Test
  void deletesWhatIsSurplus() {
    raw(batch -> batch.put(entry(batch, BY_WORD, "hot", "nowhere"), NOTHING)); // of no row
    raw(batch -> batch.put(entry(batch, BY_WORD, "cold", "tea"), NOTHING)); // of another value
    raw(
        batch -> { // of no key
          byte[] entry = entry(batch, BY_WORD, "x", "y");
          entry[entry.length - 1] = 'z';
          return batch.put(entry, NOTHING);
        });

    assertThat(repair()).isEqualTo(new Repair(2, 0, 3, 0));

    assertThat(store.keys(BY_WORD, Scan.all()))
        .containsExactly("coffee", "coffee", "tea", "coffee", "tea", "tea");
  }

  @Test
  void leavesADamagedRowItsEntries() {
    raw(batch -> batch.put(row("tea"), new byte[] {1, 2, 3, 4, 5, 6, 7}));
    raw(batch -> batch.delete(entry(batch, BY_WORD, "hot", "coffee")));
    long entries = store.count(BY_WORD, Scan.all());

    assertThat(repair()).isEqualTo(new Repair(2, 1, 0, 1));

    assertThat(store.count(BY_WORD, Scan.all())).isEqualTo(entries + 1);
  }

  @Test
  void repairsEveryNamespace() {
    store.in("alice").write(tx -> tx.put(NOTES, "hers", Note.of("hers")));
    raw(
        batch ->
            batch.delete(
                new TupleWriter()
                    .writeLong(Catalogue.table(batch, "notes/by-word").id())
                    .writeString("alice")
                    .writeString("hers")
                    .writeString("hers")
                    .toBytes()));

    assertThat(repair()).isEqualTo(new Repair(3, 1, 0, 0));
  }

  @Test
  void aTableThatIsNotThereHasNothingToRepair() {
    Table<String, Note> none =
        Table.named("none").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_WORD);

    assertThat(repair(none)).isEqualTo(new Repair(0, 0, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> forget("none"))
        .withMessage("the store has no table 'none'; it has notes");
  }

  @Test
  void refusesATableThatDoesNotDeclareAnIndexOfTheStore() {
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> repair(PLAIN))
        .withMessageContaining("has the index 'by-author'");
  }

  @Test
  void forgottenIndexesAreBuiltByTheOwnersNextWrite() {
    raw(batch -> batch.delete(entry(batch, BY_WORD, "hot", "tea")));

    assertThat(forget("notes")).containsExactly("by-author", "by-time", "by-word");

    assertThatExceptionOfType(StorageException.class)
        .as("no wrong answer by a program that had the index open")
        .isThrownBy(() -> store.keys(BY_WORD, Scan.all()))
        .withMessageContaining("is built by the first write to the table");
    assertThat(store.keys(Scan.all())).containsExactly("coffee", "tea");

    store.put(Note.of("milk"));

    assertThat(store.keys(BY_WORD, Scan.prefix("hot"))).containsExactly("coffee", "tea");
    assertThat(store.keys(BY_WORD, Scan.prefix("milk"))).containsExactly("milk");
    assertThat(repair()).isEqualTo(new Repair(3, 0, 0, 0));
  }

  @Test
  void aProgramThatHadTheIndexOpenUsesTheNewOne() {
    try (OpenStore other = OpenStore.in(directory)) {
      assertThat(other.keys(BY_WORD, Scan.prefix("hot"))).hasSize(2);
      forget("notes");
      store.put(Note.of("hot milk"));
      // Another table takes an id meanwhile, perhaps that of an index.
      raw(batch -> Catalogue.addTable(batch, "zebras", "string"));

      assertThat(other.keys(BY_WORD, Scan.prefix("hot"))).containsExactly("coffee", "hot", "tea");
      other.put(Note.of("hot soup"));
      assertThat(repair()).isEqualTo(new Repair(3, 0, 0, 0));
    }
  }
}
