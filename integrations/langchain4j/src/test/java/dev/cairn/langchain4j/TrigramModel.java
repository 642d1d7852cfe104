package dev.cairn.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;

/** A small embedding model: the hashed trigrams of a text's letters. */
final class TrigramModel implements EmbeddingModel {
  private static final int DIMENSION = 128;

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(
        segments.stream().map(segment -> Embedding.from(vector(segment.text()))).toList());
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
