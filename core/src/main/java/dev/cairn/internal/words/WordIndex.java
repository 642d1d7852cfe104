package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.postings.PostingChanges;
import dev.cairn.internal.postings.Postings;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps the words of passages, and finds passages by them.
 *
 * <p>Whoever changes it writes a row of the collection in the same transaction, and whoever
 * searches reads that row: see {@link Postings}. Immutable, and safe for any number of threads.
 */
public final class WordIndex {
  private static final Postings POSTINGS = new Postings("words");

  private final Analysis analysis;

  /** Makes the index of collections whose texts are analysed so. */
  public WordIndex(Analysis analysis) {
    this.analysis = notNull("analysis", analysis);
  }

  /** Returns the tables that the words are in. */
  public static List<Table<?, ?>> tables() {
    return List.of(POSTINGS.table());
  }

  /** Returns the terms of a text, which {@link #change} takes; call it before the transaction. */
  public Analysed analyse(String text) {
    return analysis.analyse(text);
  }

  /**
   * Adds and removes passages. Each block of postings is written once, however many passages have
   * its word.
   *
   * @param removed the passages to remove, with the terms that they were added with
   * @param added the passages to add, none of which is there or among the others
   */
  public void change(
      WriteTransaction transaction,
      int collection,
      Map<Long, Analysed> removed,
      Map<Long, Analysed> added) {
    SortedMap<byte[], PostingChanges> changes = new TreeMap<>(Arrays::compareUnsigned);
    TreeSet<Long> passages = new TreeSet<>(removed.keySet());
    passages.addAll(added.keySet());
    for (Long passage : passages) {
      Analysed before = removed.get(passage);
      Analysed after = added.get(passage);
      if (before != null && after != null) {
        throw new IllegalArgumentException(
            "passage %d is removed and added at once; numbers are not used again"
                .formatted(passage));
      }
      if (after != null) {
        after
            .counts()
            .forEach(
                (term, count) ->
                    changes
                        .computeIfAbsent(term, any -> new PostingChanges())
                        .add(passage, Occurrences.encode(count, after.words())));
      } else if (before != null) {
        for (byte[] term : before.counts().keySet()) {
          changes.computeIfAbsent(term, any -> new PostingChanges()).remove(passage);
        }
      }
    }
    changes.forEach((term, change) -> POSTINGS.change(transaction, collection, term, change));
  }

  /**
   * Begins a search for the passages that fit a query.
   *
   * @param totals what the collection has at the transaction's version
   */
  public WordSearch search(
      Transaction transaction, int collection, Totals totals, WordQuery query) {
    return new WordSearch(
        key -> POSTINGS.of(transaction, collection, key),
        (from, before) -> POSTINGS.passages(transaction, collection, from, before),
        analysis,
        totals,
        query);
  }

  /**
   * Removes words of a collection.
   *
   * @param most the most blocks of postings to remove, positive
   * @return false if none is left
   */
  public static boolean clear(WriteTransaction transaction, int collection, int most) {
    return POSTINGS.clear(transaction, collection, most);
  }

  /** Returns the greatest number of a collection that has words; 0 if there are none. */
  public static int lastCollection(Transaction transaction) {
    return POSTINGS.lastCollection(transaction);
  }

  /** Returns the sum of the fingerprints of all words of a collection. */
  public static long fingerprint(Transaction transaction, int collection) {
    return POSTINGS.fingerprint(transaction, collection);
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
