package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.documents.Matching.Hidden;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import dev.cairn.internal.recall.Fusion;
import dev.cairn.internal.recall.Kept;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.internal.words.FreshPostings;
import dev.cairn.internal.words.Totals;
import dev.cairn.internal.words.WordQuery;
import dev.cairn.internal.words.WordSearch;
import dev.cairn.table.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds passages of a collection in one transaction: the best ones by words and the best ones by
 * meaning, with the scores of both brought together. Not thread-safe.
 */
public final class PassageSearch {
  private final Transaction tx;
  private final Collection collection;
  private final CollectionRow row;
  private final Asked asked;
  private final Weighing weighing;
  private @Nullable WordSearch words;

  /**
   * The texts and vectors that are searched for.
   *
   * @param query the words
   * @param vector the vector of the query; null to search by words alone
   * @param byMeaningAlone whether words only have to be there where they are required
   * @param byRanks whether scores are brought together by ranks
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and not handed out
  public record Asked(
      WordQuery query, float @Nullable [] vector, boolean byMeaningAlone, boolean byRanks) {}

  /**
   * The passages that were found, the best first, before their documents are weighed.
   *
   * @param all whether no further passage can be found
   */
  public record Found(List<Fusion> passages, boolean all) {}

  /** Begins a search. */
  public PassageSearch(
      Transaction tx, Collection collection, CollectionRow row, Asked asked, Weighing weighing) {
    this.tx = tx;
    this.collection = collection;
    this.row = row;
    this.asked = asked;
    this.weighing = weighing;
  }

  /** Returns the passages that a condition, the time and the words of phrases allow. */
  public Selection selection(Condition condition, boolean superseded) {
    Matching matching = new Matching(tx, collection.name(), row, weighing.now());
    Hidden hidden = kept(HiddenPassages.class, HiddenPassages::new).of(tx, row, matching);
    Selection selection = matching.selection(condition, superseded, hidden);
    PassageSet candidates = requires() ? words().candidates() : null;
    return candidates == null ? selection : selection.within(candidates);
  }

  private boolean requires() {
    return !asked.query().phrases().isEmpty();
  }

  /**
   * Tells whether a passage of the selection has all phrases.
   *
   * @param texts gives the text of a passage; each is asked for once at most
   */
  public boolean hasPhrases(long passage, LongFunction<String> texts) {
    return !requires() || words().hasPhrases(passage, texts);
  }

  private <T extends Kept> T kept(Class<T> type, Supplier<T> fresh) {
    String namespace = UnrecordedRows.of(tx, DOCUMENTS).namespace();
    return collection.indexes().kept(type, namespace, collection.name(), fresh);
  }

  /**
   * Returns the best passages of a selection.
   *
   * @param most how many either way is asked for
   */
  public Found best(int most, Selection selection) {
    List<Scored> byWords = byWords(most, selection);
    List<Scored> byMeaning = byMeaning(most, selection);
    List<Scored> weighed = weighed(most, selection);
    List<Scored> allWords = whole(byWords, byMeaning, weighed, this::byWords);
    List<Scored> allMeaning = whole(byMeaning, byWords, weighed, this::byMeaning);
    boolean all = byWords.size() < most && byMeaning.size() < most;
    return new Found(fused(allWords, allMeaning), all);
  }

  private WordSearch words() {
    WordSearch begun = words;
    if (begun == null) {
      Totals totals = new Totals(row.passages(), row.words());
      FreshPostings fresh = kept(KnownFreshPassages.class, KnownFreshPassages::new).of(tx, row);
      begun =
          collection
              .indexes()
              .words(collection.analysis(row))
              .search(tx, row.number(), totals, fresh, asked.query());
      words = begun;
    }
    return begun;
  }

  private List<Scored> byWords(int most, Selection selection) {
    return asked.byMeaningAlone() ? List.of() : words().best(most, selection);
  }

  private List<Scored> byMeaning(int most, Selection selection) {
    Space space = row.vectors();
    float[] vector = asked.vector();
    if (vector == null || space == null) {
      return List.of();
    }
    return collection
        .indexes()
        .vectors(space.dimension())
        .search(tx, space.number(), vector, most, selection, row);
  }

  /**
   * Returns the best passages of either way after weighing, where it matters: they need not be
   * among the best before.
   */
  private List<Scored> weighed(int most, Selection selection) {
    if (!weighing.matters()) {
      return List.of();
    }
    Standings standings = kept(Standings.class, Standings::new);
    Selection weighed =
        selection.weighedBy(weighing.weights(standings, tx, collection.name(), row));
    List<Scored> found = new ArrayList<>(byWords(most, weighed));
    found.addAll(byMeaning(most, weighed));
    return found;
  }

  /** A way to score passages of a selection. */
  private interface Way {
    List<Scored> score(int most, Selection selection);
  }

  /**
   * Returns what one way has found, and its scores of those passages that were found otherwise: a
   * passage that is not among its best need not be without a score.
   */
  private static List<Scored> whole(
      List<Scored> found, List<Scored> others, List<Scored> weighed, Way way) {
    Set<Long> known = found.stream().map(Scored::passage).collect(Collectors.toSet());
    PassageSet missing =
        PassageSet.of(
            Stream.concat(others.stream(), weighed.stream())
                .mapToLong(Scored::passage)
                .filter(each -> !known.contains(each))
                .toArray());
    if (missing.isEmpty()) {
      return found;
    }
    List<Scored> whole = new ArrayList<>(found);
    whole.addAll(way.score(missing.size(), Selection.of(missing)));
    whole.sort(Comparator.comparingDouble(Scored::score).reversed());
    return whole;
  }

  private List<Fusion> fused(List<Scored> byWords, List<Scored> byMeaning) {
    if (asked.vector() == null || row.vectors() == null) {
      return Fusion.ofWords(byWords);
    }
    return asked.byMeaningAlone()
        ? Fusion.ofMeaning(byMeaning)
        : Fusion.of(byWords, byMeaning, asked.byRanks());
  }
}
