package dev.cairn;

import dev.cairn.documents.Documents;
import dev.cairn.documents.Recollection;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.documents.Nearness;
import dev.cairn.internal.documents.upkeep.AllCollections;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.table.Store;
import dev.cairn.repositories.Repositories;
import dev.cairn.table.Transactor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The part of a memory that finds what is known by words and by meaning. */
abstract sealed class Recall extends Waits permits Memory {
  /** The name of the collection that {@link #documents()} returns. */
  static final String DEFAULT_COLLECTION = "documents";

  final OpenedStore opened;
  final Transactor transactor;

  Recall(String namespace, OpenedStore opened, Transactor transactor, @Nullable Store waitedFor) {
    super(namespace, waitedFor);
    this.opened = opened;
    this.transactor = transactor;
  }

  /** Returns the documents of the collection {@code documents}. */
  public Documents documents() {
    return documents(DEFAULT_COLLECTION);
  }

  /**
   * Returns the documents of a collection, which exists once something is stored in it.
   *
   * @param collection the name, up to 100 bytes in UTF-8, not blank; names that begin with {@code
   *     cairn:} are the library's own
   */
  public Documents documents(String collection) {
    Documents.requireCallers(collection);
    return Documents.of(collection, transactor, opened.clock(), opened.indexes(), store == null);
  }

  /** Returns the names of the collections of documents that exist, in their order. */
  public List<String> collections() {
    return Documents.collections(transactor);
  }

  /**
   * Returns what this namespace knows that answers a question best, the best first: documents of
   * the collection {@code documents}, episodes, skills, quirks of sites, and entities of the
   * knowledge graph with their observations. It is found by words, and by meaning where the store
   * has an embedder.
   *
   * <p>All but the documents has an index of its own, which this call first brings up to date where
   * it is not bound to a transaction and the store is not open for reading only. For that it reads
   * those that have changed since this process's last call; and all of them at the first one, after
   * a quirk was removed, and where the change log no longer reaches back. It embeds 64 of them each
   * time; the others are found by their words until then, and so are texts that the embedder fails
   * for, which it is given again after a while. If the index cannot be written, it is searched as
   * it is.
   *
   * <p>The index is made anew, once in each process, where it has vectors of another embedder than
   * this store was opened with, or words by another version of the analysis. Where it is not, it is
   * asked by words alone; and not at all, if these are by another analysis.
   *
   * @param limit the most results; zero for none
   * @throws IllegalStateException if the question would have to be embedded inside of a transaction
   * @throws EmbeddingException if the embedder fails for the question, or is not the one of the
   *     collection {@code documents}
   */
  public List<Recollection> recall(String question, int limit) {
    return Documents.recall(
        question,
        limit,
        namespace,
        transactor,
        opened.clock(),
        opened.indexes(),
        store == null,
        mayIndex());
  }

  /**
   * Makes the index of all but the documents anew, which {@link #recall} asks: after {@code cairn
   * verify} has found a fault in it, and after two stores were merged. It uses many small
   * transactions; meanwhile {@link #recall} finds those that are done. If it is stopped halfway,
   * the next recall goes on with it.
   *
   * <p>All texts are embedded anew, as far as their vectors are not kept. Vectors of an embedder
   * that this process lacks stay, if it has none or an optional one.
   *
   * @throws IllegalStateException in a transaction, which this is too long for
   */
  public void rebuildRecall() {
    if (store == null) {
      throw new IllegalStateException("rebuild the index of recall outside of the transaction");
    }
    Documents.rebuildRecall(namespace, transactor, opened.clock(), opened.indexes());
  }

  /**
   * Tells how near texts are to a question in meaning, by the embedder of the store: to rank what
   * is kept elsewhere than in documents. Each call embeds 64 texts at most that were not embedded
   * lately, by any process, and none if the store is open for reading only; the others are left out
   * of its result.
   *
   * @return the cosines, from -1 to 1, by the texts; empty if the store has no embedder, or the
   *     question is blank
   * @throws IllegalStateException in a transaction, which would wait for the embedder
   * @throws EmbeddingException if the embedder fails
   */
  public Map<String, Double> nearness(String question, List<String> texts) {
    if (store == null) {
      throw new IllegalStateException("compare texts by meaning outside of the transaction");
    }
    List<String> compared = Arguments.copyOf("texts", texts);
    Optional<EmbedderCalls> embedder = opened.indexes().preferred();
    return Arguments.notNull("question", question).isBlank() || embedder.isEmpty()
        ? Map.of()
        : new Nearness(transactor, embedder.get()).of(question, compared, mayIndex());
  }

  /**
   * Compares the indexes of all collections with their documents, the library's own too, and
   * returns what is wrong with each that is at fault.
   *
   * @hidden for {@code cairn verify}, whose users cannot name the library's own collections
   */
  public SortedMap<String, List<String>> checkDocuments() {
    return AllCollections.problems(transactor, opened.indexes());
  }

  private boolean mayIndex() {
    return store != null && !opened.readOnly();
  }

  /**
   * Returns the repositories of source files that are kept in sync; not in a transaction, which a
   * sync is too long for.
   */
  public Repositories repositories() {
    if (store == null) {
      throw new IllegalStateException("use repositories outside of the transaction");
    }
    return Repositories.of(
        transactor,
        opened.clock(),
        opened.indexes(),
        () -> opened.coordination().locks(namespace),
        () -> opened.coordination().progress(namespace));
  }
}
