package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.AbstractEmbeddingModel;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** Tests that an embedding model of Spring AI is an embedder with its vectors. */
class SpringAiEmbedderTest {
  private final List<List<String>> asked = new ArrayList<>();

  /** Counts letters and other signs. */
  private final class CountingModel extends AbstractEmbeddingModel {
    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
      List<String> texts = request.getInstructions();
      asked.add(texts);
      List<Embedding> vectors = new ArrayList<>();
      for (String text : texts) {
        vectors.add(new Embedding(count(text), vectors.size()));
      }
      return new EmbeddingResponse(vectors);
    }

    @Override
    public float[] embed(Document document) {
      return count(document.getFormattedContent());
    }

    private static float[] count(String text) {
      int letters = (int) text.chars().filter(Character::isLetter).count();
      return new float[] {letters, text.length() - letters};
    }
  }

  @Test
  void theVectorsAreThoseOfTheModelInOneCall() {
    SpringAiEmbedder embedder = new SpringAiEmbedder(new CountingModel(), "counting");
    assertThat(embedder.name()).isEqualTo("counting");
    assertThat(embedder.embed(List.of("a text", "b!")))
        .containsExactly(new float[] {5, 1}, new float[] {1, 1});
    assertThat(asked).containsExactly(List.of("a text", "b!"));
  }

  @Test
  void theDimensionIsAskedForOnce() {
    SpringAiEmbedder embedder = new SpringAiEmbedder(new CountingModel(), "counting");
    assertThat(asked).isEmpty();
    assertThat(embedder.dimension()).isEqualTo(2);
    assertThat(embedder.dimension()).isEqualTo(2);
    assertThat(asked).hasSize(1);
  }
}
