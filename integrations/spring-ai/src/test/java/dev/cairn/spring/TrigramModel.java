package dev.cairn.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** A small embedding model: the hashed trigrams of a text's letters. */
final class TrigramModel implements EmbeddingModel {
  private static final int DIMENSION = 128;

  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    List<Embedding> embeddings = new ArrayList<>();
    for (String text : request.getInstructions()) {
      embeddings.add(new Embedding(vector(text), embeddings.size()));
    }
    return new EmbeddingResponse(embeddings);
  }

  @Override
  public float[] embed(Document document) {
    return vector(getEmbeddingContent(document));
  }

  private static float[] vector(String text) {
    float[] vector = new float[DIMENSION];
    String padded = "  " + text + " ";
    for (int i = 0; i + 3 <= padded.length(); i++) {
      vector[Math.floorMod(padded.substring(i, i + 3).hashCode() * 31, DIMENSION)] += 1;
    }
    return vector;
  }
}
