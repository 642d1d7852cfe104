package dev.cairn.documents;

import static dev.cairn.documents.Filter.where;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.internal.documents.DocumentTables;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.Place;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a check finds what an index has lost, whichever it is, and that a rebuild brings it
 * back.
 */
class RebuildTest {
  private Cairn cairn;
  private Documents documents;

  @BeforeEach
  void openWithDocuments(@TempDir Path directory) {
    cairn = Cairn.open(directory, CairnOptions.defaults().withEmbedder(new HashedWords("hashed")));
    documents = cairn.memory().documents("notes");
    documents.addAll(
        IntStream.range(0, 120)
            .mapToObj(i -> NewDocument.of("d" + i, "a red car, number " + i).with("n", i))
            .toList());
    documents.addOrReplace("long", "A green tree. ".repeat(500), Metadata.of("n", -1));
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private void assertIsWhole() {
    assertThat(documents.check()).isEmpty();
    assertThat(documents.search(SearchRequest.of("green tree", 5).byWords())).hasSize(1);
    assertThat(documents.search(SearchRequest.of("automobile", 500).byMeaning())).hasSize(121);
    assertThat(documents.count(where("n").lessThan(60))).isEqualTo(61);
    assertThat(documents.count()).isEqualTo(121);
  }

  @Test
  void aRebuildChangesNothingThatSearchesSee() {
    assertIsWhole();

    assertThat(documents.rebuild()).isEqualTo(121);
    assertIsWhole();
    assertThat(documents.delete("d7")).isTrue();
    documents.addOrReplace("d8", "a blue house", Metadata.none());
    assertThat(documents.check()).isEmpty();
    assertThat(documents.search(SearchRequest.of("house", 5).byWords())).hasSize(1);
  }

  @Test
  void lostRowsOfEachTableAreFoundAndMadeAnew() {
    for (Table<?, ?> table : Documents.tables()) {
      boolean follows =
          List.of("words", "fresh-words", "fields", "passages").contains(table.name());
      if (follows) {
        replaceSome(table.name());
        loseSome(table);
        assertThat(documents.check()).as("without some of " + table).isNotEmpty();
        documents.rebuild();
        assertIsWhole();
      }
    }
  }

  /** Leaves words in blocks of postings, and those of three passages in rows of their own. */
  private void replaceSome(String mark) {
    String many = IntStream.range(0, 600).mapToObj(i -> " w" + i).collect(Collectors.joining());
    documents.addOrReplace(
        "long", "A green tree. ".repeat(500) + mark + many, Metadata.of("n", -1));
    for (int i = 0; i < 3; i++) {
      documents.addOrReplace("d" + i, "a red car, " + mark + " " + i, Metadata.of("n", i));
    }
  }

  @Test
  void lostVectorsAreFoundAndEmbeddedAnew() {
    for (Table<?, ?> table : Documents.tables()) {
      if (table.name().equals("vectors")) {
        loseSome(table);
      }
    }
    assertThat(documents.check()).isNotEmpty();
    documents.reembed(new HashedWords("hashed")).join();
    assertIsWhole();
  }

  @Test
  void documentsMayChangeBeforeARebuildReachesThem() {
    put("notes", begun(row("notes")));

    documents.addOrReplace("d1", "a blue house", Metadata.none());
    assertThat(documents.delete("d2")).isTrue();
    assertThat(documents.supersede("d3", "d4")).isTrue();
    assertThat(documents.useful("d5")).isTrue();
    assertThat(documents.get("d6")).isPresent();

    assertThat(documents.rebuild()).isEqualTo(120);
    assertThat(documents.check()).isEmpty();
    assertThat(documents.search(SearchRequest.of("house", 500))).isNotEmpty();
    assertThat(documents.search(SearchRequest.of("car", 500).byWords())).hasSize(117);
    assertThat(documents.search(SearchRequest.of("car", 500).byMeaning())).hasSize(119);
  }

  @Test
  void vectorsOfNoPassageGo() {
    loseSome(DocumentTables.PASSAGES, 1_000);
    Documents whole =
        documents.withChunker(text -> List.of(new Chunker.Span(0, text.length()))); // it was more

    assertThat(whole.rebuild()).isEqualTo(121);
    assertThat(documents.check()).isEmpty();
    assertThat(documents.search(SearchRequest.of("automobile", 500).byMeaning())).hasSize(120);
  }

  @Test
  void aCollectionThatLostItsRowIsMadeAnew() {
    loseSome(DocumentTables.COLLECTIONS, 1);
    assertThat(documents.check()).isNotEmpty();
    assertThat(documents.count()).isZero();
    assertThat(cairn.memory().collections()).contains("notes");
    assertThat(cairn.memory().checkDocuments()).containsKey("notes");

    assertThat(documents.rebuild()).isEqualTo(121);
    documents.reembed(new HashedWords("hashed")).join();
    assertIsWhole();
  }

  @Test
  void aDocumentThatBeginsALostRowAnewTakesNothingFromOthers() {
    loseSome(DocumentTables.COLLECTIONS, 1);
    documents.addOrReplace("new", "a blue house", Metadata.none());
    assertThat(documents.check()).isNotEmpty();

    assertThat(documents.rebuild()).isEqualTo(122);
    assertThat(documents.check()).isEmpty();
    assertThat(documents.count()).isEqualTo(122);
    assertThat(documents.delete("new")).isTrue();
    documents.reembed(new HashedWords("hashed")).join();
    assertIsWhole();
  }

  @Test
  void documentsOfAMergedStoreAreReachedWhateverTheirNumber() {
    for (int times = 0; times < 3; times++) {
      int other = row("notes").number() + 1; // as a rebuild of its own store gave it
      transactor()
          .write(
              tx -> {
                DocumentRow row =
                    tx.get(DOCUMENTS, DocumentTables.key("notes", "d1")).orElseThrow();
                Place whole = new Place(0, row.text().length());
                return tx.put(
                    DOCUMENTS, row.key(), row.in(other, row.first(), List.of(whole), true));
              });
      assertThat(documents.rebuild()).isEqualTo(121);
      assertIsWhole();
    }
  }

  @Test
  void aRebuildLeavesToAnotherCollectionWhatItsOwnHasYetToRead() {
    Documents lines = cairn.memory().documents("lines");
    lines
        .withChunker(text -> List.of(new Chunker.Span(0, 10), new Chunker.Span(10, 20)))
        .addOrReplace("l", "0 2 4 6 8 0 2 4 6 8 ", Metadata.none());
    CollectionRow before = row("lines");
    put("lines", begun(before));

    documents.rebuild();
    assertThat(lines.rebuild()).isEqualTo(1);
    assertThat(row("lines").passages()).isEqualTo(before.passages()).isEqualTo(2);
    assertThat(lines.check()).isEmpty();
  }

  @Test
  void anEqualDocumentWithAVectorOfItsOwnStays() {
    Documents own = cairn.memory().documents("own");
    NewDocument first = NewDocument.of("v", "a text").withVector(new float[] {0.3f, -0.7f, 0.11f});
    Document stored = own.addOrReplace(first);

    assertThat(own.addOrReplace(first)).isEqualTo(stored);
    assertThat(row("own").nextPassage()).isEqualTo(1);
    own.addOrReplace(NewDocument.of("v", "a text").withVector(new float[] {0.3f, 0.7f, 0.11f}));
    assertThat(row("own").nextPassage()).isEqualTo(2);
    assertThat(own.check()).isEmpty();
  }

  private Transactor transactor() {
    return cairn.memory().repository((given, clock) -> given);
  }

  private CollectionRow row(String collection) {
    return transactor().read(tx -> tx.get(DocumentTables.COLLECTIONS, collection).orElseThrow());
  }

  private void put(String collection, CollectionRow row) {
    transactor().write(tx -> tx.put(DocumentTables.COLLECTIONS, collection, row));
  }

  /** Returns the row of a collection as a rebuild begins. */
  private static CollectionRow begun(CollectionRow row) {
    return new CollectionRow(
        99, 99, row.nextPassage(), 0, 0, 0, 0, row.analysis(), row.vectors(), null, 0);
  }

  private void loseSome(Table<?, ?> table) {
    assertThat(loseSome(table, 3)).isEqualTo(3);
  }

  private <K> long loseSome(Table<K, ?> table, int most) {
    return transactor()
        .write(
            tx -> {
              List<K> keys = tx.scan(table, Scan.all().limit(most)).map(row -> row.key()).toList();
              keys.forEach(key -> tx.remove(table, key));
              return (long) keys.size();
            });
  }
}
