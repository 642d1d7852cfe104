package dev.cairn.internal.words;

import dev.cairn.internal.postings.PostingChanges;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Gathers changes of postings by their terms, passage after passage in ascending order. Not
 * thread-safe.
 */
final class TermChanges {
  private final NavigableMap<byte[], PostingChanges> byTerm =
      new TreeMap<>(Arrays::compareUnsigned);

  /** Returns the changes of each term; a view. */
  NavigableMap<byte[], PostingChanges> byTerm() {
    return byTerm;
  }

  private PostingChanges of(byte[] term) {
    return byTerm.computeIfAbsent(term, any -> new PostingChanges());
  }

  void addAll(long passage, Analysed text) {
    text.counts()
        .forEach((term, count) -> of(term).add(passage, Occurrences.encode(count, text.words())));
  }

  /** Adds a passage with its terms as {@link TermList} writes them. */
  void addAll(long passage, byte[] terms) {
    TermList.forEach(terms, (term, payload) -> of(term).add(passage, payload));
  }

  void removeAll(long passage, Analysed text) {
    text.counts().keySet().forEach(term -> of(term).remove(passage));
  }
}
