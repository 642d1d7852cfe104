package dev.cairn.documents;

import static dev.cairn.documents.Filter.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.internal.documents.DocumentTables;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.util.List;
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
      boolean follows = List.of("words", "fields", "passages").contains(table.name());
      if (follows) {
        loseSome(table);
        assertThat(documents.check()).as("without some of " + table).isNotEmpty();
        documents.rebuild();
        assertIsWhole();
      }
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
    Transactor transactor = cairn.memory().repository((given, clock) -> given);
    transactor.write(
        tx -> { // as a rebuild begins
          CollectionRow row = tx.get(DocumentTables.COLLECTIONS, "notes").orElseThrow();
          return tx.put(
              DocumentTables.COLLECTIONS,
              "notes",
              new CollectionRow(
                  99, 99, row.nextPassage(), 0, 0, 0, 0, row.analysis(), row.vectors(), null));
        });

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

  private <K> void loseSome(Table<K, ?> table) {
    long lost =
        cairn
            .memory()
            .<Transactor>repository((transactor, clock) -> transactor)
            .write(
                tx -> {
                  List<K> keys = tx.scan(table, Scan.all().limit(3)).map(row -> row.key()).toList();
                  keys.forEach(key -> tx.remove(table, key));
                  return (long) keys.size();
                });
    assertThat(lost).isEqualTo(3);
  }
}
