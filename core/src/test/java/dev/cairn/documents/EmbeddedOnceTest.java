package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.EMBEDDINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no text is embedded whose vector is stored, wherever it is. */
class EmbeddedOnceTest {
  @TempDir Path directory;
  private final HashedWords embedder = new HashedWords("hashed");

  private Cairn open() {
    return Cairn.open(directory, CairnOptions.defaults().withEmbedder(embedder));
  }

  private static List<NewDocument> documents() {
    return IntStream.range(0, 40)
        .mapToObj(i -> NewDocument.of("d" + i, "a red car, number " + i))
        .toList();
  }

  private static Transactor transactor(Cairn cairn) {
    return cairn.memory().repository((given, clock) -> given);
  }

  /** Removes rows, as if the oldest embeddings had made room, or vectors had been lost. */
  private static <K> void remove(Cairn cairn, Table<K, ?> table, int most) {
    transactor(cairn)
        .write(
            tx -> {
              List<K> keys = tx.scan(table, Scan.all().limit(most)).map(row -> row.key()).toList();
              assertThat(keys).isNotEmpty();
              keys.forEach(key -> tx.remove(table, key));
              return "";
            });
  }

  @Test
  void anEqualDocumentIsNotEmbeddedThoughItsTextWasForgotten() {
    try (Cairn cairn = open()) {
      Documents notes = cairn.memory().documents("notes");
      notes.addAll(documents());
      assertThat(embedder.embedded).hasValue(40);
      remove(cairn, EMBEDDINGS, 1_000);
      long version = cairn.memory().version();

      notes.addAll(documents());

      assertThat(embedder.embedded).hasValue(40);
      assertThat(cairn.memory().version()).isEqualTo(version);
    }
  }

  @Test
  void ofAChangedDocumentOnlyThePassagesThatChangedAreEmbedded() {
    String text = "Red cars are fast. ".repeat(50) + "\n\n" + "Green trees are tall. ".repeat(50);
    try (Cairn cairn = open()) {
      Documents notes = cairn.memory().documents("notes");
      notes.addOrReplace("a", text, Metadata.none());
      int before = embedder.embedded.get();
      assertThat(before).isGreaterThan(2);
      remove(cairn, EMBEDDINGS, 1_000);

      notes.addOrReplace("a", text + "\n\nA last word.", Metadata.none());

      assertThat(embedder.embedded.get()).isBetween(before + 1, before + 2);
      assertThat(notes.check()).isEmpty();
    }
  }

  @Test
  void aReembeddingTakesTheVectorsThatOthersHaveMade() {
    HashedWords second = new HashedWords("second");
    try (Cairn cairn = open()) {
      Documents one = cairn.memory().documents("one");
      Documents other = cairn.memory().documents("other");
      one.addAll(documents());
      other.addAll(documents());

      assertThat(one.reembed(second).join()).isEqualTo(40);
      assertThat(other.reembed(second).join()).isEqualTo(40);

      assertThat(second.embedded).hasValue(40);
      assertThat(other.check()).isEmpty();
    }
  }

  @Test
  void whatAReembeddingHasGivenVectorsIsKnownToHaveThem() {
    try (Cairn cairn = Cairn.open(directory)) {
      Documents notes = cairn.memory().documents("notes");
      notes.addAll(documents());
      notes.reembed(embedder).join();
      assertThat(notes.check()).isEmpty();
      long version = cairn.memory().version();

      notes.addAll(documents());
      assertThat(cairn.memory().version()).as("equal documents change nothing").isEqualTo(version);

      VectorIndex.tables().forEach(vectors -> remove(cairn, vectors, 1));
      assertThat(notes.check()).anyMatch(problem -> problem.contains("misses the vector"));
    }
  }
}
