package dev.cairn.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that all ways to compute the model, and LangChain4j's class for it, agree. */
@Tag("slow")
class SameVectorsTest {
  private static final List<String> TEXTS =
      List.of(
          "hi",
          "The cat sits on the mat.",
          "How do I reset my password?",
          "def retry(policy, attempts=10): return policy.delay(attempts)",
          "Selectors of the search box changed; the old one is input[name='q'].",
          "Der Hund schläft unter dem Tisch, während es draußen regnet.",
          "東京は日本の首都です。",
          "👍 great work, see you on 2026-11-30 at 13:45",
          "The retry policy doubles its delay after each failure, up to thirty seconds, and gives up"
              + " after ten attempts; a caller that needs an answer sooner passes a deadline of its"
              + " own, which counts for the whole call and not for each attempt alone.",
          "Each agent leaves notes for those who come after. ".repeat(10));

  @Test
  void bothRuntimesAgreeWithLangChain4j() {
    EmbeddingModel reference = new AllMiniLmL6V2QuantizedEmbeddingModel();
    try (MiniLmEmbedder java = new MiniLmEmbedder(MiniLmRuntime.JAVA);
        MiniLmEmbedder onnx = new MiniLmEmbedder(MiniLmRuntime.ONNX_RUNTIME)) {
      List<float[]> ofJava = java.embed(TEXTS);
      List<float[]> ofOnnx = onnx.embed(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        float[] expected = reference.embed(TEXTS.get(i)).content().vector();
        double between = Similarity.cosine(ofJava.get(i), ofOnnx.get(i));
        double ofReference = Similarity.cosine(expected, ofOnnx.get(i));
        assertThat(between).as("the runtimes, text %d", i).isGreaterThan(0.98);
        assertThat(ofReference).as("LangChain4j, text %d", i).isGreaterThan(0.9999);
      }
    }
  }
}
