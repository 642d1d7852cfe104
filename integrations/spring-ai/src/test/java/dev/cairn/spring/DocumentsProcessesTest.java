package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.TwoAgents;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;

/** Tests that two JVMs add to one vector store at once, and that nothing is lost or missed. */
@Tag("slow")
class DocumentsProcessesTest {
  private static final int DOCUMENTS = 150;

  @Test
  void findWhatTheyAddedAndLoseNothing(@TempDir Path directory) {
    TwoAgents.run(DocumentsAgent.class, directory, DOCUMENTS);
    try (Cairn cairn = Cairn.open(directory)) {
      SearchRequest all =
          SearchRequest.builder().query("one").topK(1_000).similarityThresholdAll().build();
      assertThat(
              CairnVectorStore.builder(cairn.memory(), new TrigramModel())
                  .build()
                  .similaritySearch(all))
          .extracting(Document::getText)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of("one", "two")
                  .flatMap(name -> TwoAgents.textsOf(name, DOCUMENTS).stream())
                  .toList());
    }
  }
}
