package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a process that has several embedders, since it has embedded a collection anew. */
class ReembeddingTest {
  @TempDir Path directory;

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.document().id()).toList();
  }

  @Test
  void anEmbedderOfOneCollectionLeavesTheOthersAsTheyAre() {
    try (Cairn with = withEmbedder(new HashedWords("first"))) {
      for (String name : List.of("one", "other")) {
        with.memory().documents(name).addOrReplace("a", "a red car", Metadata.none());
      }
    }
    try (Cairn without = Cairn.open(directory)) {
      Documents one = without.memory().documents("one");
      Documents other = without.memory().documents("other");
      one.reembed(new HashedWords("second")).join();

      assertThat(ids(one.search("automobile", 1))).containsExactly("a");
      other.addOrReplace("b", "a green tree", Metadata.none());
      assertThat(ids(other.search("tree", 5))).as("by words, as before").containsExactly("b");
    }
  }

  @Test
  void anEmbedderOfTheSameNameAndAnotherDimensionTakesNoPlace() {
    try (Cairn cairn = withEmbedder(new HashedWords("hashed"))) {
      Documents one = cairn.memory().documents("one");
      Documents other = cairn.memory().documents("other");
      one.addOrReplace("a", "a red car", Metadata.none());
      other.addOrReplace("a", "a red car", Metadata.none());

      one.reembed(new HashedWords("hashed", 32)).join();

      assertThat(ids(one.search("automobile", 1))).containsExactly("a");
      assertThat(ids(other.search("automobile", 1))).containsExactly("a");
    }
  }

  @Test
  void whatWasPreparedBeforeTheNewVectorsCountedIsPreparedAgain() {
    try (Cairn cairn = withEmbedder(new HashedWords("first"))) {
      Documents documents = cairn.memory().documents("notes");
      documents.addOrReplace("a", "a red car", Metadata.none());
      AtomicBoolean isAnew = new AtomicBoolean();
      Chunker late =
          text -> {
            if (isAnew.compareAndSet(false, true)) {
              documents.reembed(new HashedWords("second")).join();
            }
            return Chunker.whole().cut(text);
          };

      documents.withChunker(late).addOrReplace("b", "a green tree", Metadata.none());

      assertThat(isAnew).isTrue();
      assertThat(ids(documents.search(SearchRequest.of("green tree", 1).byMeaning())))
          .containsExactly("b");
    }
  }

  private Cairn withEmbedder(Embedder embedder) {
    return Cairn.open(directory, CairnOptions.defaults().withEmbedder(embedder));
  }
}
