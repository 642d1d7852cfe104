package dev.cairn.langchain4j;

import dev.cairn.documents.Embedder;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.List;
import java.util.Objects;

/**
 * Lets a Cairn store find documents by the vectors of an embedding model of LangChain4j.
 *
 * <p>The vectors are those of {@link EmbeddingModel#embedAll}, and its exceptions reach the caller.
 * LangChain4j itself refuses a text of white space alone. Thread-safe if the model is.
 */
public final class LangChain4jEmbedder implements Embedder {
  /** Returned by models that do not tell their name. */
  private static final String NAMELESS = "unknown";

  private final EmbeddingModel model;
  private final String name;

  /** The dimension of the model, or 0 until it is known: many models embed a text to find it. */
  private volatile int dimension;

  /**
   * Embeds by {@code model}, under the name that it tells.
   *
   * @throws IllegalArgumentException if it tells none
   */
  public LangChain4jEmbedder(EmbeddingModel model) {
    this(model, told(model.modelName(), model));
  }

  /**
   * Embeds by {@code model}, under another name than it tells.
   *
   * @param name must change whenever the same text would get another vector
   */
  public LangChain4jEmbedder(EmbeddingModel model, String name) {
    this.model = Objects.requireNonNull(model, "model");
    this.name = Objects.requireNonNull(name, "name");
  }

  private static String told(String name, EmbeddingModel model) {
    if (name == null || name.isBlank() || name.equals(NAMELESS)) {
      throw new IllegalArgumentException(
          "%s does not tell the name of its model: give one, new LangChain4jEmbedder(model, name)"
              .formatted(model.getClass().getSimpleName()));
    }
    return name;
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
      known = model.dimension();
      dimension = known;
    }
    return known;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    return model.embedAll(segments).content().stream().map(Embedding::vector).toList();
  }
}
