package dev.cairn.langchain4j;

import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Hit;
import dev.cairn.documents.NewDocument;
import dev.cairn.documents.PreparedDocuments;
import dev.cairn.documents.SearchRequest;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.values.KeyPart;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stores the embeddings of LangChain4j, with their segments and metadata, in a collection of
 * documents of a Cairn store, which any number of threads and JVMs share.
 *
 * <p>An embedding is a document with a vector of the caller's: its segment's text is the document's
 * text, and an embedding without a segment is a document without a text. So {@link
 * Memory#documents(String)} and the {@code cairn} command find them too, also by their words. All
 * embeddings of a collection have one dimension. Vectors and metadata come back equal to what was
 * stored. Of what others store in the collection by {@code Documents}, this finds whatever has a
 * vector of theirs; it has no embedding in the match then.
 *
 * <p>A search finds every embedding whose addition was acknowledged before it began, in whichever
 * process, and none whose removal was. It is approximate where a collection has more embeddings
 * than it compares exactly: of the nearest ten some 98 in 100 are found. Scores are those of
 * LangChain4j, (cosine + 1) / 2, of the vectors as they were given.
 *
 * <p>Filters compare values of one kind, as {@code dev.cairn.documents.Filter} tells: numbers by
 * their values, and a value of another kind than the filter's does not match. Filters of classes
 * that LangChain4j does not have are refused.
 *
 * <p>Thread-safe. What a call has written is durable when it returns. The calls throw an {@link
 * IllegalArgumentException} for bad arguments, and an exception of the family {@code
 * CairnException} if the store cannot be read or written. The store is not closed by this; close
 * the {@code Cairn} that it was opened with.
 */
public final class CairnEmbeddingStore implements EmbeddingStore<TextSegment> {
  /** The name of the collection that is used unless another one is given. */
  public static final String DEFAULT_COLLECTION = "langchain4j";

  /** The embeddings that are removed in one transaction, so that no other writer waits long. */
  private static final int REMOVED_AT_ONCE = 500;

  private final Memory memory;
  private final String collection;

  /** Keeps embeddings in the collection {@value #DEFAULT_COLLECTION} of {@code memory}. */
  public CairnEmbeddingStore(Memory memory) {
    this(memory, DEFAULT_COLLECTION);
  }

  /**
   * Keeps embeddings in a collection of {@code memory}.
   *
   * @param collection the name, up to 100 bytes in UTF-8, not blank; a collection of its own, that
   *     an embedder of the store does not fill
   */
  public CairnEmbeddingStore(Memory memory, String collection) {
    this.memory = Objects.requireNonNull(memory, "memory");
    this.collection = memory.documents(collection).name();
  }

  @Override
  public String add(Embedding embedding) {
    return addAll(List.of(embedding)).get(0);
  }

  @Override
  public void add(String id, Embedding embedding) {
    addAll(List.of(id), List.of(embedding), null);
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return addAll(List.of(embedding), List.of(segment)).get(0);
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    List<String> ids = generateIds(embeddings.size());
    addAll(ids, embeddings, null);
    return ids;
  }

  /**
   * Stores embeddings in one transaction, in place of those that have their ids.
   *
   * @param segments the segments in the same order, or null for none
   * @throws IllegalArgumentException if the lists differ in length, if a vector has numbers that
   *     are not finite or nothing but zeros, or if the collection has vectors of another dimension
   */
  @Override
  public void addAll(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    int count = size(embeddings);
    requireEqual("ids", size(ids), "embeddings", count);
    if (segments != null) {
      requireEqual("embeddings", count, "embedded", segments.size());
    }
    if (count == 0) {
      return;
    }
    List<NewDocument> documents = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      TextSegment segment = segments == null ? null : segments.get(i);
      documents.add(document(ids.get(i), embeddings.get(i), segment));
    }
    PreparedDocuments prepared = memory.documents(collection).prepare(documents);
    memory.write(
        m -> {
          List<Document> added = m.documents(collection).addAll(prepared);
          for (int i = 0; i < count; i++) {
            TextSegment segment = segments == null ? null : segments.get(i);
            m.put(
                StoredEmbedding.TABLE,
                key(ids.get(i)),
                StoredEmbedding.of(embeddings.get(i), segment, added.get(i)));
          }
        });
  }

  private static NewDocument document(
      String id, Embedding embedding, @Nullable TextSegment segment) {
    NewDocument document =
        NewDocument.of(id, segment == null ? "" : segment.text()).withVector(embedding.vector());
    return segment == null
        ? document
        : document.withMetadata(SegmentMetadata.stored(segment.metadata()));
  }

  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    if (ids != null && !ids.isEmpty()) {
      List<String> copy = List.copyOf(ids);
      memory.write(m -> remove(m, copy));
    }
  }

  /** Removes embeddings as the interface says; one without a segment has no metadata. */
  @Override
  public void removeAll(Filter filter) {
    if (filter == null) {
      throw new IllegalArgumentException("filter cannot be null");
    }
    removeWhere(Filters.translated(filter));
  }

  @Override
  public void removeAll() {
    removeWhere(dev.cairn.documents.Filter.all());
    removeOrphans();
  }

  /** Removes the rows of documents that others have removed. */
  void removeOrphans() {
    Scan rows = Scan.prefix(KeyPart.shortForm(collection));
    Optional<StoredEmbedding.Key> last = Optional.empty();
    do {
      Scan next = last.map(key -> rows.from(key.id() + "\0")).orElse(rows);
      last = memory.writeAndGet(m -> removeRows(m, next.limit(REMOVED_AT_ONCE)));
    } while (last.isPresent());
  }

  /** Removes rows without a document, and returns the last row that was looked at. */
  private Optional<StoredEmbedding.Key> removeRows(Memory m, Scan some) {
    List<StoredEmbedding.Key> keys = m.scan(StoredEmbedding.TABLE, some).map(Row::key).toList();
    keys.stream()
        .filter(key -> m.documents(collection).get(key.id()).isEmpty())
        .forEach(key -> m.remove(StoredEmbedding.TABLE, key));
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
  }

  private void removeWhere(dev.cairn.documents.Filter filter) {
    int removed;
    do {
      removed =
          memory.writeAndGet(
              m -> {
                List<String> ids =
                    m.documents(collection).list(filter, REMOVED_AT_ONCE).stream()
                        .map(Document::id)
                        .toList();
                remove(m, ids);
                return ids.size();
              });
    } while (removed == REMOVED_AT_ONCE);
  }

  private void remove(Memory m, List<String> ids) {
    m.documents(collection).deleteAll(ids);
    ids.forEach(id -> m.remove(StoredEmbedding.TABLE, key(id)));
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    float[] vector = request.queryEmbedding().vector();
    SearchRequest nearest = SearchRequest.near(vector, request.maxResults());
    SearchRequest search =
        request.filter() == null ? nearest : nearest.matching(Filters.translated(request.filter()));
    // One snapshot, so that a vector belongs to the document that it is shown with.
    return memory.read(
        m -> {
          Documents documents = m.documents(collection);
          List<EmbeddingMatch<TextSegment>> matches =
              documents.search(search).stream()
                  .map(hit -> match(m, hit, vector))
                  .filter(match -> match.score() >= request.minScore())
                  .sorted(Comparator.comparing(match -> -match.score()))
                  .toList();
          return new EmbeddingSearchResult<>(matches);
        });
  }

  /** Returns what {@link #search} returns, at once: it reads from memory. */
  @Override
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    try {
      return CompletableFuture.completedFuture(search(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private EmbeddingMatch<TextSegment> match(Memory m, Hit hit, float[] query) {
    Document document = hit.document();
    @Nullable StoredEmbedding original =
        m.get(StoredEmbedding.TABLE, key(document.id()))
            .filter(stored -> stored.isOf(document))
            .orElse(null);
    double cosine = original == null ? hit.scores().meaning().orElse(0) : original.cosine(query);
    TextSegment segment =
        document.text().isBlank()
            ? null
            : TextSegment.from(
                document.text(), SegmentMetadata.restored(document.metadata(), original));
    return new EmbeddingMatch<>(
        (cosine + 1) / 2, document.id(), original == null ? null : original.embedding(), segment);
  }

  private StoredEmbedding.Key key(String id) {
    return StoredEmbedding.Key.of(collection, id);
  }

  /** Returns ids that no embedding has. */
  @Override
  public List<String> generateIds(int count) {
    List<String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(UUID.randomUUID().toString());
    }
    return ids;
  }

  private static int size(@Nullable List<?> list) {
    return list == null ? 0 : list.size();
  }

  private static void requireEqual(String one, int oneSize, String other, int otherSize) {
    if (oneSize != otherSize) {
      throw new IllegalArgumentException(
          "%s size (%d) is not equal to %s size (%d); they belong together by their positions"
              .formatted(one, oneSize, other, otherSize));
    }
  }
}
