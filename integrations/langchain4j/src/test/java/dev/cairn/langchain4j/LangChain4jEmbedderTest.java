package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that an embedding model of LangChain4j is an embedder with its vectors and its name. */
class LangChain4jEmbedderTest {
  private final List<List<String>> asked = new ArrayList<>();

  /** Counts letters and other signs. */
  private final class CountingModel implements EmbeddingModel {
    private final String name;

    private CountingModel(String name) {
      this.name = name;
    }

    @Override
    public String modelName() {
      return name;
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      asked.add(segments.stream().map(TextSegment::text).toList());
      return Response.from(segments.stream().map(segment -> count(segment.text())).toList());
    }

    private static Embedding count(String text) {
      int letters = (int) text.chars().filter(Character::isLetter).count();
      return Embedding.from(new float[] {letters, text.length() - letters});
    }
  }

  @Test
  void theVectorsAreThoseOfTheModelInOneCall() {
    LangChain4jEmbedder embedder = new LangChain4jEmbedder(new CountingModel("counting"));
    assertThat(embedder.name()).isEqualTo("counting");
    assertThat(embedder.embed(List.of("a text", "b!")))
        .containsExactly(new float[] {5, 1}, new float[] {1, 1});
    assertThat(asked).containsExactly(List.of("a text", "b!"));
  }

  @Test
  void theDimensionIsAskedForOnce() {
    LangChain4jEmbedder embedder = new LangChain4jEmbedder(new CountingModel("counting"));
    assertThat(asked).isEmpty();
    assertThat(embedder.dimension()).isEqualTo(2);
    assertThat(embedder.dimension()).isEqualTo(2);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aModelWithoutANameNeedsOne() {
    EmbeddingModel nameless = new CountingModel("unknown");
    assertThatThrownBy(() -> new LangChain4jEmbedder(nameless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give one, new LangChain4jEmbedder(model, name)");
    assertThat(new LangChain4jEmbedder(nameless, "given").name()).isEqualTo("given");
  }
}
