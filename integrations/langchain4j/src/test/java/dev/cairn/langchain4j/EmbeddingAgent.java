package dev.cairn.langchain4j;

import dev.cairn.Cairn;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A test program that adds embeddings while other programs do the same, and finds each of them. */
final class EmbeddingAgent {
  private EmbeddingAgent() {}

  /**
   * Says "ready", waits for a line, and adds embeddings.
   *
   * @param arguments the store, the name of the agent, and how many embeddings it adds
   */
  public static void main(String[] arguments) throws IOException {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      CairnEmbeddingStore store = new CairnEmbeddingStore(cairn.memory());
      System.out.println("ready");
      int unused = System.in.read();
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        String text = arguments[1] + " " + i;
        Embedding embedding = new TrigramModel().embed(text).content();
        String id = store.add(embedding, TextSegment.from(text));
        List<EmbeddingMatch<TextSegment>> found =
            store
                .search(
                    EmbeddingSearchRequest.builder()
                        .queryEmbedding(embedding)
                        .maxResults(10)
                        .build())
                .matches();
        if (found.stream().noneMatch(match -> match.embeddingId().equals(id))) {
          throw new IllegalStateException(text + " was added, and not found");
        }
      }
    }
  }
}
