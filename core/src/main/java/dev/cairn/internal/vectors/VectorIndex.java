package dev.cairn.internal.vectors;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import dev.cairn.internal.table.RowChanges;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the vectors of passages and finds those that are nearest to a given one, by the cosine of
 * their angle.
 *
 * <p>A search compares the signs of all vectors with those of the query, which a {@link Mirror}
 * keeps in memory, and then scores the candidates exactly, with what its own transaction shows. So
 * it finds each vector that the transaction sees, unless there are many better by their signs, and
 * never one that it does not see. Where few passages are accepted, or most are wanted, it scores
 * all that come into question.
 *
 * <p>The row of the collection must change with each change of its vectors, and a query or an
 * awaited function that searches must read that row: a search notes nothing of what it reads.
 *
 * <p>Thread-safe.
 */
public final class VectorIndex {
  private static final Table<VectorKey, VectorRow> VECTORS =
      Table.named("vectors")
          .keyedBy(Keys.record(VectorKey.class))
          .holding(VectorRow.class)
          .uncached();

  /** The greatest dimension: more than any model of today has. */
  private static final int MOST_COMPONENTS = 16_384;

  /**
   * How many vectors are scored exactly: some for each that is wanted, and never fewer; and one
   * more for so many that there are. The more there are, the more look better by their signs alone,
   * and the less one counts beside the scan.
   */
  private static final int SCORED_FOR_EACH = 2;

  private static final int LEAST_SCORED = 200;
  private static final int SCORED_OF = 8192;
  private static final int MOST_SCORED = 100_000_000;

  /** How many are compared by the products of their signs, for each that is scored. */
  private static final int SIMILAR_FOR_EACH = 6;

  private final Mirrors mirrors;
  private final int dimension;

  /**
   * Makes the index of vectors of one dimension.
   *
   * @param mirrors the mirrors of the opened store
   * @param dimension the number of components of each vector, 1 to 16,384
   */
  public VectorIndex(Mirrors mirrors, int dimension) {
    this.mirrors = notNull("mirrors", mirrors);
    this.dimension = positive("dimension", dimension);
    if (dimension > MOST_COMPONENTS) {
      throw new IllegalArgumentException(
          "dimension of %d, at most %d is allowed".formatted(dimension, MOST_COMPONENTS));
    }
  }

  /**
   * Returns the tables that the vectors are in.
   *
   * @return the tables
   */
  public static List<Table<?, ?>> tables() {
    return List.of(VECTORS);
  }

  /**
   * Stores the vector of a passage, in place of any that it has.
   *
   * @param tx the transaction to write in
   * @param collection the number of the collection
   * @param passage the number of the passage
   * @param vector the vector, of any length but zero; not kept
   * @throws IllegalArgumentException if the vector is of another dimension, has only zeros, or has
   *     a component that is not a finite number
   */
  public void put(WriteTransaction tx, int collection, long passage, float[] vector) {
    VectorRow row = VectorRow.of(UnitVector.of("vector", vector, dimension));
    tx.put(VECTORS, new VectorKey(collection, passage), row);
  }

  /**
   * Removes the vector of a passage.
   *
   * @param tx the transaction to write in
   * @param collection the number of the collection
   * @param passage the number of the passage
   * @return false if it has none
   */
  public boolean remove(WriteTransaction tx, int collection, long passage) {
    return tx.remove(VECTORS, new VectorKey(collection, passage));
  }

  /**
   * Removes vectors of a collection, in the order of their passages.
   *
   * @param tx the transaction to write in
   * @param collection the number of the collection
   * @param most the most vectors to remove, positive
   * @return false if none is left
   */
  public static boolean clear(WriteTransaction tx, int collection, int most) {
    List<VectorKey> keys =
        tx.scan(VECTORS, Scan.prefix(collection).limit(most)).map(Row::key).toList();
    keys.forEach(key -> tx.remove(VECTORS, key));
    return keys.size() == most;
  }

  /**
   * Passes the passages of a collection that have a vector, in their order.
   *
   * @param tx the transaction to read in
   * @param collection the number of the collection
   * @param action takes the number of a passage
   */
  public static void forEachPassage(Transaction tx, int collection, LongConsumer action) {
    tx.scan(VECTORS, Scan.prefix(collection)).forEach(row -> action.accept(row.key().passage()));
  }

  /** Returns the greatest number of a collection that has vectors; 0 if there are none. */
  public static int lastCollection(Transaction tx) {
    return tx.scan(VECTORS, Scan.all().descending().limit(1))
        .mapToInt(row -> row.key().collection())
        .sum();
  }

  /** Tells whether a passage has a vector, as {@link #put} would store it. */
  public boolean has(Transaction tx, int collection, long passage, float[] vector) {
    VectorRow wanted = VectorRow.of(UnitVector.of("vector", vector, dimension));
    return tx.get(VECTORS, new VectorKey(collection, passage))
        .filter(row -> row.scale() == wanted.scale())
        .filter(row -> Arrays.equals(row.bytes(), wanted.bytes()))
        .isPresent();
  }

  /**
   * Returns the vector of a passage, of length 1.
   *
   * @param tx the transaction to read in
   * @param collection the number of the collection
   * @param passage the number of the passage
   * @return the vector but for the rounding; empty if the passage has none
   */
  public static Optional<float[]> get(Transaction tx, int collection, long passage) {
    return tx.get(VECTORS, new VectorKey(collection, passage)).map(VectorRow::vector);
  }

  /**
   * Finds passages without a stamp, as {@link #search(Transaction, int, float[], int, Selection,
   * Object)} does with one.
   *
   * @param tx the transaction to read in
   * @param collection the number of the collection
   * @param query the vector to compare with
   * @param k how many passages to find at most
   * @param accepted the passages that come into question, or null for all
   * @return the passages
   */
  public List<Scored> search(
      Transaction tx, int collection, float[] query, int k, @Nullable PassageSet accepted) {
    return search(tx, collection, query, k, Selection.of(accepted), null);
  }

  /**
   * Finds the passages whose vectors are nearest to a given one, as the transaction sees them.
   *
   * @param tx the transaction to read in; in a write, the search sees its changes
   * @param collection the number of the collection
   * @param query the vector to compare with, of any length but zero; not kept
   * @param k how many passages to find at most, positive
   * @param selection the passages that come into question, and what they weigh
   * @param stamp an object that is equal to that of another search only if both see the same
   *     vectors, such as the row of the collection; null if there is none. With it, much that
   *     others write does not make the search read all vectors
   * @return the passages with the cosine of the angle, -1 to 1 but for rounding, times its weight
   *     where the selection has weights; the best first, of equal ones the lower number
   * @throws IllegalArgumentException if k is not positive, or the query is of another dimension,
   *     has only zeros, or has a component that is not a finite number
   * @throws CorruptRecordException if a vector is damaged, which is not passed over in silence
   */
  public List<Scored> search(
      Transaction tx,
      int collection,
      float[] query,
      int k,
      Selection selection,
      @Nullable Object stamp) {
    try {
      return found(tx, collection, query, k, selection, stamp);
    } catch (CorruptRecordException e) {
      CorruptRecordException withWayOut =
          new CorruptRecordException(
              e.table(),
              e.key(),
              e.problem()
                  + "; searches by meaning fail until documents(…).reembed(…) has made the vectors of the collection anew, or its document is removed");
      withWayOut.initCause(e);
      throw withWayOut;
    }
  }

  private List<Scored> found(
      Transaction tx,
      int collection,
      float[] query,
      int k,
      Selection selection,
      @Nullable Object stamp) {
    UnitVector wanted = UnitVector.of("query", query, dimension);
    UnrecordedRows<VectorKey, VectorRow> rows = UnrecordedRows.of(tx, VECTORS);
    Scoring scoring = new Scoring(rows, collection, wanted, selection, positive("k", k));
    int scored = (int) Math.min(Math.max(LEAST_SCORED, (long) SCORED_FOR_EACH * k), MOST_SCORED);
    PassageSet accepted = selection.only();
    if (accepted != null && accepted.size() <= SIMILAR_FOR_EACH * scored) {
      scoring.scoreAll(accepted);
      return scoring.bestFirst();
    }
    Mirror mirror = mirrors.of(rows.namespace(), collection, dimension);
    MirrorState state = rows.mayBeUncommitted() ? mirror.last() : mirror.upTo(rows, stamp);
    PassageSet changed = state == null ? null : changed(state, rows, collection);
    if (state == null || changed == null || state.size() <= SIMILAR_FOR_EACH * scored) {
      scoring.scoreAll();
    } else {
      // A vector that was changed may take the place of another one, so as many more are kept.
      int more = changed.size();
      int most = scored + state.size() / SCORED_OF;
      int similar = SIMILAR_FOR_EACH * most;
      scoring.score(state.nearest(wanted, similar + more, most + more, selection), changed);
      scoring.scoreAll(changed);
    }
    mirrors.trim(mirror);
    return scoring.bestFirst();
  }

  /**
   * Returns the passages whose vectors a transaction may see otherwise than a state of the mirror
   * shows them; null if they are not known, or so many that to score all vectors is simpler.
   */
  private static @Nullable PassageSet changed(
      MirrorState state, UnrecordedRows<VectorKey, VectorRow> rows, int collection) {
    if (!rows.mayBeUncommitted()) {
      return state.oldest <= rows.version() ? state.changedAfter(rows.version()) : null;
    }
    RowChanges<VectorKey> changes = rows.changesSince(state.version);
    return changes.everything() || changes.keys().size() > MirrorState.REMEMBERED
        ? null
        : PassageSet.of(
            changes.keys().stream()
                .map(RowChanges.Change::key)
                .filter(key -> key.collection() == collection)
                .mapToLong(VectorKey::passage)
                .toArray());
  }
}
