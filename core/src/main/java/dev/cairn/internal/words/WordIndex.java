package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.postings.Postings;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keeps the words of passages, and finds passages by them.
 *
 * <p>The words of the passages that were added last are in a row for each passage, since a small
 * write would else change a block of postings for each word, in a page of its own. All others are
 * in blocks of postings.
 *
 * <p>Whoever changes it writes a row of the collection in the same transaction, and whoever
 * searches reads that row: see {@link Postings}. Immutable, and safe for any number of threads.
 */
public final class WordIndex {
  private static final Postings POSTINGS = new Postings("words");

  /**
   * The most terms of the fresh passages of a collection. The write that would have more of them
   * writes about as many blocks: it takes so much longer than others, and the rarer it is.
   */
  private static final int MOST_FRESH_TERMS = 512;

  private final Analysis analysis;

  /** Makes the index of collections whose texts are analysed so. */
  public WordIndex(Analysis analysis) {
    this.analysis = notNull("analysis", analysis);
  }

  /** Returns the tables that the words are in. */
  public static List<Table<?, ?>> tables() {
    return List.of(POSTINGS.table(), FreshPassages.TABLE);
  }

  /** Returns the terms of a text, which {@link #change} takes; call it before the transaction. */
  public Analysed analyse(String text) {
    return analysis.analyse(text);
  }

  /**
   * Adds and removes passages. Few added ones are fresh at first; those that were are written into
   * blocks with them once they have many terms together, and each block once.
   *
   * @param removed the passages to remove, with the terms that they were added with
   * @param added the passages to add, none of which is there or among the others; they are greater
   *     than all that are there
   */
  public void change(
      WriteTransaction transaction,
      int collection,
      Map<Long, Analysed> removed,
      Map<Long, Analysed> added) {
    SortedMap<Long, Consumer<TermChanges>> blocks = new TreeMap<>();
    removed.forEach(
        (passage, text) -> {
          if (added.containsKey(passage)) {
            throw new IllegalArgumentException(
                "passage %d is removed and added at once; numbers are not used again"
                    .formatted(passage));
          }
          if (!FreshPassages.remove(transaction, collection, passage)) {
            blocks.put(passage, changes -> changes.removeAll(passage, text));
          }
        });
    if (!added.isEmpty()) {
      add(transaction, collection, new TreeMap<>(added), blocks);
    }
    TermChanges changes = new TermChanges();
    blocks.values().forEach(each -> each.accept(changes));
    changes
        .byTerm()
        .forEach((term, change) -> POSTINGS.change(transaction, collection, term, change));
  }

  /** Adds passages as fresh ones, or to the changes of blocks, with all that are fresh. */
  private static void add(
      WriteTransaction transaction,
      int collection,
      SortedMap<Long, Analysed> added,
      SortedMap<Long, Consumer<TermChanges>> blocks) {
    long terms = added.values().stream().mapToLong(text -> text.counts().size()).sum();
    int gathered = terms > MOST_FRESH_TERMS ? 0 : FreshPassages.terms(transaction, collection);
    if (gathered + terms <= MOST_FRESH_TERMS) {
      for (Map.Entry<Long, Analysed> each : added.entrySet()) {
        gathered += each.getValue().counts().size();
        FreshPassages.add(transaction, collection, each.getKey(), each.getValue(), gathered);
      }
      return;
    }
    FreshPassages.takeAll(
        transaction,
        collection,
        (row, passage) -> blocks.put(passage, changes -> changes.addAll(passage, row)));
    added.forEach((passage, text) -> blocks.put(passage, changes -> changes.addAll(passage, text)));
  }

  /**
   * Begins a search for the passages that fit a query.
   *
   * @param totals what the collection has at the transaction's version
   * @param fresh its fresh passages at that version
   */
  public WordSearch search(
      Transaction transaction,
      int collection,
      Totals totals,
      FreshPostings fresh,
      WordQuery query) {
    return new WordSearch(
        key -> POSTINGS.of(transaction, collection, key).with(fresh.of(key)),
        (from, before) ->
            POSTINGS
                .passages(transaction, collection, from, before)
                .or(fresh.passages(from, before)),
        analysis,
        totals,
        query);
  }

  /**
   * Removes words of a collection.
   *
   * @param most the most blocks of postings to remove, and the most fresh passages, positive
   * @return false if none is left
   */
  public static boolean clear(WriteTransaction transaction, int collection, int most) {
    boolean fresh = FreshPassages.clear(transaction, collection, most);
    return POSTINGS.clear(transaction, collection, most) || fresh;
  }

  /** Returns the greatest number of a collection that has words; 0 if there are none. */
  public static int lastCollection(Transaction transaction) {
    return Math.max(
        POSTINGS.lastCollection(transaction), FreshPassages.lastCollection(transaction));
  }

  /** Returns the sum of the fingerprints of all words of a collection. */
  public static long fingerprint(Transaction transaction, int collection) {
    long[] sum = {POSTINGS.fingerprint(transaction, collection)};
    FreshPassages.forEach(
        transaction,
        collection,
        (terms, passage) ->
            TermList.forEach(
                terms, (term, payload) -> sum[0] += Postings.fingerprint(term, passage, payload)));
    return sum[0];
  }

  /** Returns the sum of the fingerprints of the words of a passage. */
  public static long fingerprint(long passage, Analysed text) {
    long sum = 0;
    for (Map.Entry<byte[], Integer> term : text.counts().entrySet()) {
      int payload = Occurrences.encode(term.getValue(), text.words());
      sum += Postings.fingerprint(term.getKey(), passage, payload);
    }
    return sum;
  }
}
