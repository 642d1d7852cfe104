package dev.cairn.internal.words;

import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.PostingList;
import dev.cairn.internal.postings.Postings;
import dev.cairn.internal.postings.Scored;
import dev.cairn.table.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One search by words in one transaction.
 *
 * <p>The postings of all terms are read first, in their stored form, which takes about two bytes
 * each; then passages are scored in the order of their numbers.
 */
final class WordSearch {
  private final Transaction transaction;
  private final Postings postings;
  private final int collection;
  private final Analysis analysis;
  private final Totals totals;

  WordSearch(
      Transaction transaction,
      Postings postings,
      int collection,
      Analysis analysis,
      Totals totals) {
    this.transaction = transaction;
    this.postings = postings;
    this.collection = collection;
    this.analysis = analysis;
    this.totals = totals;
  }

  List<Scored> search(
      WordQuery query, int most, @Nullable PassageSet accepted, LongFunction<String> texts) {
    if (most < 0) {
      throw new IllegalArgumentException(
          "the most passages to return is a number from 0 on, and not " + most);
    }
    if (most == 0) {
      return List.of();
    }
    Bm25 bm25 = new Bm25(totals);
    PassageSet wanted = accepted;
    List<Phrase> phrases = new ArrayList<>();
    for (String text : query.phrases()) {
      Phrase phrase = Phrase.of(text, analysis);
      if (!phrase.isEmpty()) {
        phrases.add(phrase);
        PassageSet candidates = phrase.candidates(term -> list(term).passages());
        wanted = wanted == null ? candidates : wanted.and(candidates);
      }
    }
    Map<String, Integer> terms = new TreeMap<>();
    analysis.forEachTerm(query.words(), (term, step) -> terms.merge(term, 1, Integer::sum));
    phrases.forEach(phrase -> phrase.terms().forEach(term -> terms.merge(term, 1, Integer::sum)));
    terms.forEach((term, count) -> bm25.add(list(term), count));
    query.prefixes().forEach(prefix -> bm25.addAny(withPrefix(prefix)));
    if (wanted != null && wanted.isEmpty()) {
      return List.of();
    }
    if (phrases.stream().allMatch(Phrase::isOneWord)) {
      return bm25.best(most, wanted);
    }
    return bm25.best(Integer.MAX_VALUE, wanted).stream()
        .filter(
            found -> {
              Occurring text = Occurring.in(texts.apply(found.passage()), analysis);
              return phrases.stream().allMatch(phrase -> phrase.isIn(text));
            })
        .limit(most)
        .toList();
  }

  private PostingList list(String term) {
    return postings.of(transaction, collection, Analysed.bytes(term));
  }

  /**
   * Returns the passages that have a word which begins so. Terms are stems, and may be shorter than
   * the beginning: then those of its own stem are meant.
   */
  private PassageSet withPrefix(String prefix) {
    byte[] beginning = Analysed.bytes(analysis.beginning(prefix));
    if (beginning.length == 0) {
      return PassageSet.of();
    }
    PassageSet found =
        beginning.length > Analysis.MOST_TERM_BYTES
            ? PassageSet.of()
            : postings.passages(transaction, collection, beginning, Postings.beyond(beginning));
    Phrase stem = Phrase.of(prefix, analysis);
    return stem.isOneTerm() ? found.or(stem.candidates(term -> list(term).passages())) : found;
  }
}
