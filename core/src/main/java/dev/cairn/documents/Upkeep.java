package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;

import dev.cairn.EmbeddingException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.documents.upkeep.AllCollections;
import dev.cairn.internal.documents.upkeep.Checking;
import dev.cairn.internal.documents.upkeep.Rebuilding;
import dev.cairn.internal.documents.upkeep.Reembedding;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The part of a collection of documents that keeps its indexes in order, and knows all of them. */
abstract sealed class Upkeep permits Documents {
  final Transactor transactor;
  final Clock clock;
  final Collection collection;
  final Chunker chunker;

  /** Whether all calls are part of one transaction. */
  final boolean isBound;

  Upkeep(
      Transactor transactor, Clock clock, Collection collection, Chunker chunker, boolean isBound) {
    this.transactor = transactor;
    this.clock = clock;
    this.collection = collection;
    this.chunker = chunker;
    this.isBound = isBound;
  }

  /**
   * Returns the names of all collections.
   *
   * @hidden for the door alone
   */
  public static List<String> collections(Transactor transactor) {
    return transactor.read(
        tx ->
            AllCollections.names(tx).stream()
                .filter(name -> !name.startsWith(Knowledge.RESERVED))
                .toList());
  }

  /**
   * Refuses a name of a collection that is the library's own.
   *
   * @hidden for the door and the command
   */
  public static void requireCallers(String collection) {
    if (Arguments.notNull("collection", collection).startsWith(Knowledge.RESERVED)) {
      throw new IllegalArgumentException(
          "collection '%s': names that begin with '%s' are the library's own"
              .formatted(collection, Knowledge.RESERVED));
    }
  }

  /**
   * Returns what a namespace knows that answers a question best.
   *
   * @param isBound whether the call is part of one transaction
   * @param mayIndex whether the index of what is known may be brought up to date
   * @hidden for the door alone
   */
  public static List<Recollection> recall(
      String question,
      int limit,
      String namespace,
      Transactor transactor,
      Clock clock,
      Indexes indexes,
      boolean isBound,
      boolean mayIndex) {
    return new Knowledge(namespace, transactor, clock, indexes, isBound)
        .recall(SearchRequest.question(question, limit), mayIndex);
  }

  /**
   * Makes the index of what a namespace knows anew.
   *
   * @hidden for the door alone
   */
  public static void rebuildRecall(
      String namespace, Transactor transactor, Clock clock, Indexes indexes) {
    new Knowledge(namespace, transactor, clock, indexes, false).rebuild();
  }

  /**
   * Returns the name of the embedder that the collection has vectors of; {@code ""} if they are
   * vectors of callers, and empty if there are none.
   */
  public Optional<String> embedder() {
    return transactor.read(collection::embedderOfVectors);
  }

  /**
   * Returns the name of the embedder that the collection has vectors of, if this process lacks it,
   * or it is optional and failed when it was called last: then it is searched by words alone.
   */
  public Optional<String> missingEmbedder() {
    return transactor.read(collection::missingEmbedder);
  }

  /**
   * Removes the documents that have expired, and returns how many. Writes to the collection remove
   * some each time, so that this need not be called.
   */
  public long sweepExpired() {
    return new Removal(collection, transactor, clock.instant()).sweep();
  }

  /**
   * Embeds all documents of the collection with another embedder, in the background, while searches
   * go on with the vectors that there are. When all are embedded, the collection has the new
   * embedder, and this process uses it for that collection; others must be opened with it.
   *
   * <p>It goes on where it was if it is called again after its process has ended.
   *
   * @return completes with the number of passages
   */
  public CompletableFuture<Long> reembed(Embedder embedder) {
    Arguments.notNull("embedder", embedder);
    if (isBound) {
      throw new IllegalStateException("embed a collection anew outside of the transaction");
    }
    EmbedderCalls calls =
        collection.indexes().add(embedder.name(), embedder.dimension(), embedder::embed);
    return new Reembedding(collection, transactor, calls).start();
  }

  /**
   * Makes documents ready as {@link Documents#prepare} does: with vectors, and fails if an optional
   * embedder does; or without.
   *
   * @hidden for repositories, which tell of files that are not embedded
   */
  public PreparedDocuments prepare(List<NewDocument> documents, boolean embeds) {
    Preparation preparation = new Preparation(collection, transactor, chunker, clock.instant());
    return new PreparedDocuments(
        collection.name(), embeds ? preparation.of(documents) : preparation.ofWords(documents));
  }

  /**
   * Does what prepares documents and then stores them; and does it once more if the collection was
   * embedded anew in between, so that their vectors are of the embedder that it had.
   */
  final <T> T withVectorsOfNow(Supplier<T> storing) {
    Optional<Space> before = space();
    try {
      return storing.get();
    } catch (EmbeddingException e) {
      if (isBound || space().equals(before)) {
        throw e;
      }
      return storing.get();
    }
  }

  private Optional<Space> space() {
    return transactor
        .get(COLLECTIONS, collection.name())
        .flatMap(row -> Optional.ofNullable(row.vectors()));
  }

  /**
   * Makes the indexes of the collection anew, from its documents: after {@link #check} has found a
   * fault, after two stores were merged, and for a program that analyses words otherwise than the
   * one that stored them. It uses many small transactions; until it is done, searches find the
   * documents that it has reached. If it is stopped halfway, it can be called again.
   *
   * <p>Vectors are kept where they are found; those of no passage go. Where two stores were merged,
   * or a repaired store lost the row of the collection itself, call {@link #reembed} too. Vectors
   * of the caller's own are lost with that row: store such documents again. Passages that cannot be
   * read any more are cut anew by this object's chunker.
   *
   * @return the number of documents
   */
  public long rebuild() {
    if (isBound) {
      throw new IllegalStateException("rebuild a collection outside of the transaction");
    }
    return new Rebuilding(
            collection, transactor, text -> Preparation.places(chunker, text), clock.instant())
        .run();
  }

  /**
   * Compares the indexes of the collection with its documents, in one snapshot, and returns what is
   * wrong, in words; nothing if all is well. {@link #rebuild} mends it.
   */
  public List<String> check() {
    return transactor.read(tx -> new Checking(tx, collection).problems());
  }
}
