package dev.cairn.internal.words;

import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.PostingChanges;
import dev.cairn.table.Transaction;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The words of the fresh passages of a collection, in memory, as the passages that have each term.
 * Immutable.
 */
public final class FreshPostings {
  /** About the bytes of an entry with its key and its postings, beside the bytes of the term. */
  private static final int ENTRY_BYTES = 200;

  private final TermChanges added = new TermChanges();

  private FreshPostings() {}

  /** Reads the fresh passages that a transaction sees. */
  public static FreshPostings read(Transaction transaction, int collection) {
    FreshPostings fresh = new FreshPostings();
    FreshPassages.forEach(
        transaction, collection, (terms, passage) -> fresh.added.addAll(passage, terms));
    return fresh;
  }

  /** Returns about how much memory this takes. */
  public long bytes() {
    return (long) ENTRY_BYTES * added.byTerm().size();
  }

  /** Returns what is to be added to the postings of a term; null if there is nothing. */
  @Nullable PostingChanges of(byte[] term) {
    return added.byTerm().get(term);
  }

  /** Returns the passages of all terms from one on and before another. */
  PassageSet passages(byte[] from, byte @Nullable [] before) {
    NavigableMap<byte[], PostingChanges> terms = added.byTerm();
    Map<byte[], PostingChanges> range =
        before == null ? terms.tailMap(from, true) : terms.subMap(from, true, before, false);
    LongStream.Builder found = LongStream.builder();
    range.values().forEach(changes -> changes.passages().forEach(found));
    return PassageSet.of(found.build().toArray());
  }
}
