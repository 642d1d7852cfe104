package dev.cairn.langchain4j;

import dev.cairn.testing.Trigrams;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;

/** A small embedding model: the vectors of {@link Trigrams}. */
final class TrigramModel implements EmbeddingModel {
  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(
        segments.stream().map(segment -> Embedding.from(Trigrams.of(segment.text()))).toList());
  }
}
