package dev.cairn.langchain4j;

import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.documents.Hit;
import dev.cairn.documents.SearchRequest;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Retrieves the passages of a Cairn store's documents that answer a query, by words and by meaning
 * together.
 *
 * <p>A store that was opened with an embedder ({@code CairnOptions.withEmbedder}) searches both;
 * one without searches by words. A content is a passage, not the whole document, with the
 * document's metadata, and with the id, the score and the place of the passage under {@link #ID}
 * and {@link #START}. Scores are from 0 to 1 in a search of both.
 *
 * <p>Immutable and thread-safe. It sees every document whose addition was acknowledged before the
 * call, in whichever process.
 */
public final class CairnContentRetriever implements ContentRetriever {
  /** The name of the metadata with the id of the document. */
  public static final String ID = "document_id";

  /** The name of the metadata with the index of the passage's first UTF-16 code unit. */
  public static final String START = "passage_start";

  private static final int DEFAULT_MAX_RESULTS = 3;

  private final Memory memory;
  private final String collection;
  private final int maxResults;
  private final Function<Query, dev.cairn.documents.Filter> filter;

  private CairnContentRetriever(
      Memory memory,
      String collection,
      int maxResults,
      Function<Query, dev.cairn.documents.Filter> filter) {
    this.memory = memory;
    this.collection = collection;
    this.maxResults = maxResults;
    this.filter = filter;
  }

  /** Retrieves 3 passages at most from a collection of {@code memory}. */
  public static CairnContentRetriever of(Memory memory, String collection) {
    return new CairnContentRetriever(
        Objects.requireNonNull(memory, "memory"),
        memory.documents(collection).name(),
        DEFAULT_MAX_RESULTS,
        query -> dev.cairn.documents.Filter.all());
  }

  /**
   * Returns this with another limit on the passages.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public CairnContentRetriever withMaxResults(int most) {
    if (most <= 0) {
      throw new IllegalArgumentException("maxResults must be greater than zero, but is: " + most);
    }
    return new CairnContentRetriever(memory, collection, most, filter);
  }

  /** Returns this for documents alone whose metadata a filter matches. */
  public CairnContentRetriever withFilter(Filter matching) {
    dev.cairn.documents.Filter translated = Filters.translated(matching);
    return new CairnContentRetriever(memory, collection, maxResults, query -> translated);
  }

  /** Returns this with a filter that depends on the query, such as on its user. */
  public CairnContentRetriever withDynamicFilter(Function<Query, Filter> matching) {
    Objects.requireNonNull(matching, "matching");
    return new CairnContentRetriever(
        memory, collection, maxResults, query -> Filters.translated(matching.apply(query)));
  }

  @Override
  public List<Content> retrieve(Query query) {
    SearchRequest request =
        SearchRequest.question(query.text(), maxResults).matching(filter.apply(query));
    return memory.documents(collection).search(request).stream()
        .map(CairnContentRetriever::content)
        .toList();
  }

  private static Content content(Hit hit) {
    Document document = hit.document();
    dev.langchain4j.data.document.Metadata metadata =
        SegmentMetadata.restored(document.metadata(), null)
            .put(ID, document.id())
            .put(START, hit.passage().start());
    return Content.from(
        TextSegment.from(hit.passage().text(), metadata),
        Map.of(ContentMetadata.SCORE, hit.score(), ContentMetadata.EMBEDDING_ID, document.id()));
  }
}
