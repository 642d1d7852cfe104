package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.TwoAgents;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that two JVMs add to one embedding store at once, and that nothing is lost or missed. */
class EmbeddingProcessesTest {
  private static final int EMBEDDINGS = 150;

  @Test
  void findWhatTheyAddedAndLoseNothing(@TempDir Path directory) {
    TwoAgents.run(EmbeddingAgent.class, directory, EMBEDDINGS);
    EmbeddingModel model = new TrigramModel();
    try (Cairn cairn = Cairn.open(directory)) {
      List<String> texts =
          new CairnEmbeddingStore(cairn.memory())
                  .search(
                      EmbeddingSearchRequest.builder()
                          .queryEmbedding(model.embed("one").content())
                          .maxResults(1_000)
                          .build())
                  .matches()
                  .stream()
                  .map(match -> match.embedded().text())
                  .toList();
      assertThat(texts)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of("one", "two")
                  .flatMap(name -> TwoAgents.textsOf(name, EMBEDDINGS).stream())
                  .toList());
    }
  }
}
