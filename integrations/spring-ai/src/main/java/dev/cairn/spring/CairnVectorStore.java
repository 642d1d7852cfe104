package dev.cairn.spring;

import dev.cairn.Memory;
import dev.cairn.documents.Deletion;
import dev.cairn.documents.Hit;
import dev.cairn.documents.NewDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.vectorstore.AbstractVectorStoreBuilder;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

/**
 * Stores Spring AI's documents with their vectors in a collection of a Cairn store, which any
 * number of threads and JVMs share.
 *
 * <pre>{@code
 * VectorStore store = CairnVectorStore.builder(memory, embeddingModel).collection("manuals").build();
 * }</pre>
 *
 * <p>A document is one of {@link Memory#documents(String)}, with the vector that the application's
 * model gives: other programs and the {@code cairn} command find it too, also by its words. All
 * vectors of a collection have one dimension. A search finds every document whose addition was
 * acknowledged before it began, in whichever process, and none whose removal was; scores are
 * cosines. It is approximate where a collection has more documents than it compares exactly: of the
 * nearest ten some 98 in 100 are found.
 *
 * <p>Values of metadata are strings, numbers, booleans, times, and lists of these. They come back
 * as {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link java.time.Instant} and
 * lists. Constants of enums, UUIDs and URIs are stored as strings; others are refused. Filters
 * compare values of one kind, and a value that is missing matches {@code !=}, {@code nin} and
 * {@code IS NULL}.
 *
 * <p>Thread-safe. What a call has written is durable when it returns. All methods throw an {@link
 * IllegalArgumentException} for bad arguments, and an exception of the family {@code
 * CairnException} if the store cannot be read or written.
 */
public final class CairnVectorStore extends AbstractObservationVectorStore {
  /** The name of the collection that is used unless another one is given. */
  public static final String DEFAULT_COLLECTION = "spring-ai";

  private static final String SYSTEM = "cairn";
  private static final String COSINE = "cosine";

  private final Memory memory;
  private final String collection;

  private CairnVectorStore(Builder builder) {
    super(builder);
    this.memory = builder.memory;
    this.collection = builder.collection;
  }

  /** Begins a store of documents of {@code memory}, whose vectors that model makes. */
  public static Builder builder(Memory memory, EmbeddingModel embeddingModel) {
    return new Builder(memory, embeddingModel);
  }

  @Override
  public void doAdd(List<Document> documents) {
    for (Document document : documents) {
      if (document.getText() == null) {
        throw new IllegalArgumentException(
            "document %s has media and no text; describe it in a text first"
                .formatted(document.getId()));
      }
    }
    List<float[]> vectors =
        embeddingModel.embed(documents, EmbeddingOptions.builder().build(), batchingStrategy);
    List<NewDocument> added = new ArrayList<>(documents.size());
    for (int i = 0; i < documents.size(); i++) {
      Document document = documents.get(i);
      added.add(
          NewDocument.of(document.getId(), Objects.requireNonNull(document.getText()))
              .withMetadata(SpringMetadata.stored(document.getMetadata()))
              .withVector(vectors.get(i)));
    }
    memory.documents(collection).addAll(added);
  }

  @Override
  public void doDelete(List<String> ids) {
    memory.documents(collection).deleteAll(ids);
  }

  @Override
  protected void doDelete(Filter.Expression filter) {
    Deletion deletion = memory.documents(collection).deleteWhere(Expressions.translated(filter));
    if (deletion.failed() > 0) {
      throw new IllegalStateException(
          "%d of %d documents of collection '%s' are damaged and were not deleted; 'cairn verify' names them"
              .formatted(deletion.failed(), deletion.total(), collection));
    }
  }

  @Override
  public List<Document> doSimilaritySearch(SearchRequest request) {
    var nearest =
        dev.cairn.documents.SearchRequest.near(
            embeddingModel.embed(request.getQuery()), request.getTopK());
    if (request.getFilterExpression() != null) {
      nearest = nearest.matching(Expressions.translated(request.getFilterExpression()));
    }
    if (request.getSimilarityThreshold() > SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL) {
      nearest = nearest.withMinimumScore(request.getSimilarityThreshold());
    }
    return memory.documents(collection).search(nearest).stream()
        .map(CairnVectorStore::document)
        .toList();
  }

  private static Document document(Hit hit) {
    return Document.builder()
        .id(hit.document().id())
        .text(hit.document().text())
        .metadata(hit.document().metadata().asMap())
        .score(hit.score())
        .build();
  }

  @Override
  public VectorStoreObservationContext.Builder createObservationContextBuilder(String operation) {
    return VectorStoreObservationContext.builder(SYSTEM, operation)
        .collectionName(collection)
        .namespace(memory.namespace())
        .dimensions(embeddingModel.dimensions())
        .similarityMetric(COSINE);
  }

  /** Returns the documents of the collection as Cairn has them. */
  @Override
  public <T> Optional<T> getNativeClient() {
    @SuppressWarnings("unchecked") // the caller names the class, as the interface says
    T client = (T) memory.documents(collection);
    return Optional.of(client);
  }

  /** Builds a store. */
  public static final class Builder extends AbstractVectorStoreBuilder<Builder> {
    private final Memory memory;
    private String collection = DEFAULT_COLLECTION;

    private Builder(Memory memory, EmbeddingModel embeddingModel) {
      super(embeddingModel);
      this.memory = Objects.requireNonNull(memory, "memory");
    }

    /**
     * Sets the collection.
     *
     * @param name the name, up to 100 bytes in UTF-8, not blank; a collection of its own, that an
     *     embedder of the store does not fill
     */
    public Builder collection(String name) {
      this.collection = memory.documents(name).name();
      return this;
    }

    @Override
    public CairnVectorStore build() {
      return new CairnVectorStore(this);
    }
  }
}
