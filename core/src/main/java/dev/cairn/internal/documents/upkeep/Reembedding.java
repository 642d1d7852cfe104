package dev.cairn.internal.documents.upkeep;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.EmbeddingException;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.Filling;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.documents.EmbeddingCache;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.TextVectors;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Embeds a collection anew, beside the vectors that searches use: in small transactions, from the
 * first passage to the last, and then takes the new vectors for the old ones.
 *
 * <p>Passages get ascending numbers, so those that are added meanwhile come behind the others. The
 * place that was reached is in the store: that of the last new vector.
 */
public final class Reembedding {
  private static final int AT_ONCE = 32;
  private static final int REMOVED_AT_ONCE = 500;

  private final Collection collection;
  private final Transactor transactor;
  private final EmbedderCalls embedder;
  private final TextVectors texts;

  public Reembedding(Collection collection, Transactor transactor, EmbedderCalls embedder) {
    this.collection = collection;
    this.transactor = transactor;
    this.embedder = embedder;
    this.texts = new TextVectors(collection, transactor, embedder);
  }

  public CompletableFuture<Long> start() {
    CompletableFuture<Long> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                done.complete(run(done));
              } catch (Throwable e) { // whoever waits for the future is to know it
                done.completeExceptionally(e);
              }
            },
            "cairn reembedding " + collection.name());
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private long run(CompletableFuture<Long> done) {
    Begun begun = begin();
    begun.replaced().ifPresent(this::clear);
    long passages = 0;
    while (!done.isCancelled()) {
      Batch batch = transactor.read(this::batch);
      List<Passage> some = batch.passages();
      if (some.isEmpty()) {
        if (transactor.write(this::finish)) {
          begun.old().ifPresent(this::clear);
          return passages;
        }
      } else {
        Map<String, Quantised> vectors =
            texts.of(some.stream().map(Passage::text).toList(), List.of());
        boolean stored = transactor.write(tx -> !done.isCancelled() && store(tx, batch, vectors));
        passages += stored ? some.size() : 0;
      }
    }
    return passages;
  }

  /** A passage that has no new vector yet. */
  private record Passage(long number, String text) {
    String hash() {
      return FieldKey.hash(text);
    }
  }

  /** Passages to embed next, and the place that was reached before them. */
  private record Batch(Filling before, List<Passage> passages) {}

  /**
   * The vectors when a call began.
   *
   * @param old those that searches use
   * @param replaced those that another embedder was to make, and makes no more
   */
  private record Begun(Optional<Space> old, Optional<Space> replaced) {}

  /** Begins, or goes on with what another call has begun. */
  private Begun begin() {
    return transactor.write(
        tx -> {
          CollectionRow row = collection.row(tx);
          if (row == null) {
            return new Begun(Optional.empty(), Optional.empty());
          }
          Filling next = row.next();
          boolean goesOn = next != null && isMine(next.space());
          if (!goesOn) {
            int number = Collection.unusedNumber(tx);
            Space space = new Space(number, embedder.name(), embedder.dimension());
            put(tx, row.withVectors(number, row.vectors(), new Filling(space, -1)));
          }
          return new Begun(
              Optional.ofNullable(row.vectors()),
              goesOn ? Optional.empty() : Optional.ofNullable(next).map(Filling::space));
        });
  }

  private boolean isMine(Space space) {
    return space.embedder().equals(embedder.name()) && space.dimension() == embedder.dimension();
  }

  private CollectionRow row(Transaction tx) {
    CollectionRow row = collection.row(tx);
    if (row == null || row.next() == null || !isMine(row.next().space())) {
      throw new EmbeddingException(
          "collection '%s' is no longer embedded anew with '%s': another call has finished it, or has begun with another embedder"
              .formatted(collection.name(), embedder.name()),
          null);
    }
    return row;
  }

  private void put(WriteTransaction tx, CollectionRow row) {
    tx.put(COLLECTIONS, collection.name(), row.changedOnceMore());
  }

  private Batch batch(Transaction tx) {
    CollectionRow row = collection.row(tx);
    Filling next = row == null ? null : row.next();
    return row == null || next == null
        ? new Batch(new Filling(new Space(0, "", 0), -1), List.of())
        : new Batch(next, behind(tx, row, next.reached()));
  }

  private List<Passage> behind(Transaction tx, CollectionRow row, long reached) {
    return tx.scan(PASSAGES, Scan.prefix(row.number()).from(reached + 1))
        .flatMap(each -> passage(tx, each).stream())
        .limit(AT_ONCE)
        .toList();
  }

  /** Returns a passage with its text; empty if it has none. */
  private Optional<Passage> passage(Transaction tx, Row<PassageKey, PassageRow> row) {
    PassageRow place = row.value();
    return tx.get(DOCUMENTS, new DocumentKey(collection.name(), place.document()))
        .map(document -> document.text().substring(place.start(), place.end()))
        .filter(text -> !text.isBlank())
        .map(text -> new Passage(row.key().passage(), text));
  }

  /** Stores new vectors; false if another call has taken the place of this one meanwhile. */
  private boolean store(WriteTransaction tx, Batch batch, Map<String, Quantised> vectors) {
    CollectionRow row = row(tx);
    Filling next = row.next();
    if (!batch.before().equals(next)) {
      return false;
    }
    List<Passage> some = batch.passages();
    VectorIndex index = collection.indexes().vectors(embedder.dimension());
    for (Passage each : some) {
      Quantised vector = vectors.get(each.hash());
      if (vector == null) {
        throw new IllegalStateException("each text has a vector by now");
      }
      if (tx.get(PASSAGES, new PassageKey(row.number(), each.number())).isPresent()) {
        index.put(tx, batch.before().space().number(), each.number(), vector.vector());
        EmbeddingCache.put(tx, embedder.name(), each.hash(), vector);
      }
    }
    Filling filled = new Filling(batch.before().space(), some.get(some.size() - 1).number());
    put(tx, row.withVectors(row.greatestNumber(), row.vectors(), filled));
    return true;
  }

  /** Takes the new vectors for the old ones, unless there are passages without one. */
  private boolean finish(WriteTransaction tx) {
    CollectionRow row = collection.row(tx);
    if (row == null) {
      return true;
    }
    Filling next = row(tx).next();
    if (next == null || !behind(tx, row, next.reached()).isEmpty()) {
      return false;
    }
    put(tx, row.withNewVectors(next));
    return true;
  }

  /** Removes the old vectors, of which nothing is read any more. */
  private void clear(Space old) {
    boolean more = true;
    while (more) {
      more = transactor.write(tx -> VectorIndex.clear(tx, old.number(), REMOVED_AT_ONCE));
    }
  }
}
