package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.TwoAgents;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that two JVMs add to one embedding store at once, and that nothing is lost or missed. */
@Tag("slow")
class EmbeddingProcessesTest {
  private static final int EMBEDDINGS = 150;

  /** More embeddings than a search for ten compares exactly, so that it chooses by signs. */
  private static final int OTHERS = 600;

  @Test
  void findWhatTheyAddedAndLoseNothing(@TempDir Path directory) {
    fill(directory);
    TwoAgents.run(EmbeddingAgent.class, directory, EMBEDDINGS);
    EmbeddingModel model = new TrigramModel();
    try (Cairn cairn = Cairn.open(directory)) {
      List<String> texts =
          new CairnEmbeddingStore(cairn.memory())
                  .search(
                      EmbeddingSearchRequest.builder()
                          .queryEmbedding(model.embed("one").content())
                          .maxResults(2_000)
                          .build())
                  .matches()
                  .stream()
                  .map(match -> match.embedded().text())
                  .toList();
      assertThat(texts)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(
                      others().stream(),
                      TwoAgents.textsOf("one", EMBEDDINGS).stream(),
                      TwoAgents.textsOf("two", EMBEDDINGS).stream())
                  .flatMap(each -> each)
                  .toList());
    }
  }

  private static List<String> others() {
    return IntStream.range(0, OTHERS).mapToObj(i -> "filler %d of others".formatted(i)).toList();
  }

  private static void fill(Path directory) {
    try (Cairn cairn = Cairn.open(directory)) {
      List<TextSegment> segments = others().stream().map(TextSegment::from).toList();
      new CairnEmbeddingStore(cairn.memory())
          .addAll(new TrigramModel().embedAll(segments).content(), segments);
    }
  }
}
