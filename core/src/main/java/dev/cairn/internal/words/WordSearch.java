package dev.cairn.internal.words;

import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.PostingList;
import dev.cairn.internal.postings.Postings;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One search by words in one transaction.
 *
 * <p>The postings of all terms are read first and once, in their stored form, which takes about two
 * bytes each; then passages are scored in the order of their numbers, as often as they are asked
 * for. Not thread-safe.
 */
public final class WordSearch {
  private final Function<byte[], PostingList> postings;
  private final BiFunction<byte[], byte @Nullable [], PassageSet> ranges;
  private final Analysis analysis;
  private final Totals totals;
  private final WordQuery query;
  private final List<Phrase> phrases = new ArrayList<>();
  private final Map<String, PostingList> lists = new HashMap<>();
  private final Map<Long, Boolean> verdicts = new HashMap<>();
  private @Nullable List<Term> terms;

  /** The passages of a term, or of all terms that begin so; and how often the query has it. */
  private record Term(PostingList passages, int times) {}

  /**
   * Begins a search.
   *
   * @param postings reads the postings of a key
   * @param ranges reads the passages of all keys from one on and before another
   */
  WordSearch(
      Function<byte[], PostingList> postings,
      BiFunction<byte[], byte @Nullable [], PassageSet> ranges,
      Analysis analysis,
      Totals totals,
      WordQuery query) {
    this.postings = postings;
    this.ranges = ranges;
    this.analysis = analysis;
    this.totals = totals;
    this.query = query;
    query.phrases().stream()
        .map(text -> Phrase.of(text, analysis))
        .filter(phrase -> !phrase.isEmpty())
        .forEach(phrases::add);
  }

  /**
   * Finds the passages that fit the query best, by BM25. The words of phrases count as words:
   * {@link #hasPhrases} tells which passages have them one after the other.
   *
   * @param most the most passages to return, not negative
   * @param selection the passages that may be found, and what they weigh
   * @return the passages, the best first; of equal ones the older first
   */
  public List<Scored> best(int most, Selection selection) {
    if (most < 0) {
      throw new IllegalArgumentException(
          "the most passages to return is a number from 0 on, and not " + most);
    }
    if (most == 0 || selection.isEmpty()) {
      return List.of();
    }
    Bm25 bm25 = new Bm25(totals);
    terms(bm25).forEach(term -> bm25.add(term.passages(), term.times()));
    return bm25.best(most, selection);
  }

  private List<Term> terms(Bm25 bm25) {
    List<Term> known = terms;
    if (known == null) {
      List<Term> read = new ArrayList<>();
      Map<String, Integer> counts = new TreeMap<>();
      analysis.forEachTerm(query.words(), (term, step) -> counts.merge(term, 1, Integer::sum));
      phrases.forEach(phrase -> phrase.terms().forEach(t -> counts.merge(t, 1, Integer::sum)));
      counts.forEach((term, times) -> read.add(new Term(list(term), times)));
      query.prefixes().forEach(each -> read.add(new Term(bm25.asOne(withPrefix(each)), 1)));
      known = read;
      terms = read;
    }
    return known;
  }

  /** Returns the passages that have all words of all phrases; null if there is no phrase. */
  public @Nullable PassageSet candidates() {
    PassageSet candidates = null;
    for (Phrase phrase : phrases) {
      PassageSet mine = phrase.candidates(term -> list(term).passages());
      candidates = candidates == null ? mine : candidates.and(mine);
    }
    return candidates;
  }

  /**
   * Tells whether a passage that has the words of all phrases has the phrases.
   *
   * @param texts gives the text of a passage; each is asked for once at most
   */
  public boolean hasPhrases(long passage, LongFunction<String> texts) {
    return phrases.stream().allMatch(Phrase::isOneWord)
        || verdicts.computeIfAbsent(
            passage,
            asked -> {
              Occurring text = Occurring.in(texts.apply(asked), analysis);
              return phrases.stream().allMatch(phrase -> phrase.isIn(text));
            });
  }

  private PostingList list(String term) {
    return lists.computeIfAbsent(term, any -> postings.apply(Analysed.bytes(term)));
  }

  /**
   * Returns the passages that have a word which begins so: as it is written, where the analysis
   * tells that, or as its stem. A stem may be shorter than the beginning of its words: the passages
   * with the stem of the beginning itself count too.
   */
  private PassageSet withPrefix(String prefix) {
    byte[] beginning = analysis.beginning(prefix);
    if (beginning.length == 0) {
      return PassageSet.of();
    }
    PassageSet found = keysFrom(beginning).or(keysFrom(Analysis.formsFrom(beginning)));
    Phrase stem = Phrase.of(prefix, analysis);
    return stem.isOneTerm() ? found.or(stem.candidates(term -> list(term).passages())) : found;
  }

  private PassageSet keysFrom(byte[] beginning) {
    return beginning.length > Analysis.MOST_TERM_BYTES
        ? PassageSet.of()
        : ranges.apply(beginning, Postings.beyond(beginning));
  }
}
