package dev.cairn.spring;

import dev.cairn.documents.Embedder;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.embedding.EmbeddingModel;

/**
 * Lets a Cairn store find documents by the vectors of an embedding model of Spring AI.
 *
 * <p>The vectors are those of {@link EmbeddingModel#embed(List)}, and its exceptions reach the
 * caller. Thread-safe if the model is.
 */
public final class SpringAiEmbedder implements Embedder {
  private final EmbeddingModel model;
  private final String name;

  /** The dimension of the model, or 0 until it is known: many models embed a text to find it. */
  private volatile int dimension;

  /**
   * Embeds by {@code model}.
   *
   * @param name the name of the model, which Spring AI's interface does not tell; it must change
   *     whenever the same text would get another vector
   */
  public SpringAiEmbedder(EmbeddingModel model, String name) {
    this.model = Objects.requireNonNull(model, "model");
    this.name = Objects.requireNonNull(name, "name");
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns the dimension that the model tells; the first call may make it embed a text. */
  @Override
  public int dimension() {
    int known = dimension;
    if (known == 0) {
      known = model.dimensions();
      dimension = known;
    }
    return known;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return model.embed(texts);
  }
}
