package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;

import dev.cairn.EmbeddingException;
import dev.cairn.documents.SearchRequest.Mode;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.words.WordQuery;
import dev.cairn.table.Transactor;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Embeds a query, if it has to be, and then searches in one snapshot. */
final class Asking {
  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

  private final Collection collection;
  private final Transactor transactor;
  private final Instant now;
  private final boolean isBound;

  /**
   * Makes the search of a collection.
   *
   * @param isBound whether it is part of one transaction, which must not wait for an embedder
   */
  Asking(Collection collection, Transactor transactor, Instant now, boolean isBound) {
    this.collection = collection;
    this.transactor = transactor;
    this.now = now;
    this.isBound = isBound;
  }

  List<Hit> hits(SearchRequest request) {
    if (request.limit() == 0) {
      return List.of();
    }
    WordQuery words = request.words();
    while (true) {
      CollectionRow seen = transactor.get(COLLECTIONS, collection.name()).orElse(null);
      float[] vector = vector(request, seen);
      Optional<List<Hit>> hits =
          transactor.read(
              tx -> {
                CollectionRow row = collection.row(tx);
                if (row == null) {
                  return Optional.of(List.of());
                }
                if (!Objects.equals(space(row), space(seen))) {
                  return Optional.empty(); // it was embedded anew just now, so the query has to be
                }
                return Optional.of(
                    new Search(tx, collection, row, request, words, vector, now).hits());
              });
      if (hits.isPresent()) {
        return hits.get();
      }
    }
  }

  private static @Nullable Space space(@Nullable CollectionRow row) {
    return row == null ? null : row.vectors();
  }

  /** Returns the vector to search by; null to search by words alone. */
  private float @Nullable [] vector(SearchRequest request, @Nullable CollectionRow row) {
    Space space = space(row);
    if (space == null || request.mode() == Mode.WORDS) {
      return null;
    }
    float[] given = request.vector();
    if (given != null) {
      if (given.length != space.dimension()) {
        throw new IllegalArgumentException(
            "vector of %,d components, and collection '%s' has vectors of %,d"
                .formatted(given.length, collection.name(), space.dimension()));
      }
      return given;
    }
    if (request.query().isBlank()) {
      return null;
    }
    Optional<EmbedderCalls> embedder = collection.embedder(row);
    if (embedder.isEmpty()) {
      if (request.mode() == Mode.MEANING) {
        throw new EmbeddingException(
            space.embedder().isEmpty()
                ? "collection '%s' has vectors of its callers; search it with SearchRequest.near(…)"
                    .formatted(collection.name())
                : "collection '%s' has vectors of embedder '%s', and the store was opened without one; give it to CairnOptions.withEmbedder(…)"
                    .formatted(collection.name(), space.embedder()),
            null);
      }
      return null;
    }
    if (isBound) {
      throw new IllegalStateException(
          "a query cannot be embedded inside of a transaction, which would wait for it; search outside of it, or byWords(), or withVector(…)");
    }
    try {
      return embedder.get().embed(List.of(request.query())).get(0).vector();
    } catch (EmbeddingException e) {
      if (!collection.indexes().isOptional() || request.mode() == Mode.MEANING) {
        throw e;
      }
      LOG.warn("collection '{}' is searched by words alone", collection.name(), e);
      return null;
    }
  }
}
