package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.documents.SearchRequest.Mode;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.internal.documents.PassageSearch;
import dev.cairn.internal.documents.Weighing;
import dev.cairn.internal.postings.Selection;
import dev.cairn.internal.recall.Fusion;
import dev.cairn.internal.words.WordQuery;
import dev.cairn.table.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One search in a collection, in one transaction: it takes the best passages by words and by
 * meaning, brings their scores together, and returns the documents that they are of.
 */
final class Search {
  /** The least number of passages that either way is asked for, where scores are normalised. */
  private static final int LEAST_CANDIDATES = 100;

  private static final int CANDIDATES_FOR_EACH = 4;

  private final Transaction tx;
  private final Collection collection;
  private final CollectionRow row;
  private final SearchRequest request;
  private final Weighing weighing;
  private final PassageSearch passages;
  private final Map<DocumentKey, Optional<DocumentRow>> rows = new HashMap<>();

  /**
   * Begins a search.
   *
   * @param query the words to search; those of the request unless the caller knows better
   * @param vector the vector of the query; null to search by words alone
   */
  Search(
      Transaction tx,
      Collection collection,
      CollectionRow row,
      SearchRequest request,
      WordQuery query,
      float @Nullable [] vector,
      Instant now) {
    this.tx = tx;
    this.collection = collection;
    this.row = row;
    this.request = request;
    this.weighing = new Weighing(request.halfLife(), request.usefulness(), now);
    boolean byMeaningAlone = request.mode() == Mode.MEANING;
    this.passages =
        new PassageSearch(
            tx,
            collection,
            row,
            new PassageSearch.Asked(query, vector, byMeaningAlone, request.fusesRanks()),
            weighing);
  }

  /** Returns the hits, the best first. */
  List<Hit> hits() {
    int limit = (int) Math.min(request.limit(), row.documents());
    if (limit == 0) {
      return List.of();
    }
    Selection selection =
        passages.selection(request.filter().condition(), request.findsSuperseded());
    if (selection.isEmpty()) {
      return List.of();
    }
    long all = Math.min(row.passages(), Integer.MAX_VALUE);
    long most = (long) CANDIDATES_FOR_EACH * limit;
    if (request.mode() != Mode.MEANING) {
      most = Math.max(LEAST_CANDIDATES, most);
    }
    while (true) {
      int candidates = (int) Math.min(most, all);
      PassageSearch.Found found = passages.best(candidates, selection);
      List<Hit> hits = best(found.passages(), limit);
      boolean others = !found.all() && candidates < all && mayReachMinimum(last(found.passages()));
      if (hits.size() == limit || !others) {
        return hits;
      }
      // Several of the best passages are of one document, or do not have the phrases.
      most = 4L * candidates;
    }
  }

  /** Returns the documents of the best passages. */
  private List<Hit> best(List<Fusion> bestFirst, int limit) {
    boolean weighs = weighing.matters();
    List<Hit> hits = new ArrayList<>();
    Set<DocumentKey> seen = new HashSet<>();
    for (Fusion each : bestFirst) {
      if ((hits.size() == limit && !weighs) || !mayReachMinimum(each)) {
        break;
      }
      place(each.passage())
          .filter(place -> !seen.contains(key(place)))
          .filter(place -> passages.hasPhrases(each.passage(), any -> text(place)))
          .flatMap(place -> hit(each, place))
          .filter(hit -> hit.score() >= request.minimumScore())
          .ifPresent(
              hit -> {
                seen.add(DocumentTables.key(collection.name(), hit.document().id()));
                hits.add(hit);
              });
    }
    if (weighs) {
      // Stable, so that the older one stays the first of two with one score.
      hits.sort(Comparator.comparingDouble(Hit::score).reversed());
    }
    return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
  }

  private static Fusion last(List<Fusion> passages) {
    return passages.get(passages.size() - 1);
  }

  /**
   * Tells whether the score of a passage may reach the least one that was asked for, whatever its
   * document weighs. If not, no passage behind it does, and none of them need be read.
   */
  private boolean mayReachMinimum(Fusion passage) {
    double score = passage.score();
    double greatest = score > 0 ? score * (1 + request.usefulness()) : score;
    return greatest >= request.minimumScore();
  }

  /** Leaves out what does not belong together, as where the rows of two stores were merged. */
  private Optional<Hit> hit(Fusion found, PassageRow place) {
    return row(place)
        .filter(document -> document.index() == row.number() && document.has(found.passage()))
        .map(
            document -> {
              double age = weighing.age(document);
              double uses = weighing.uses(document);
              double score = found.score();
              return new Hit(
                  Document.of(document),
                  score > 0 ? score * age * uses : score,
                  new Hit.Scores(found.words(), found.meaning(), age, uses),
                  new Hit.Passage(text(place), place.start(), place.end(), place.ordinal()));
            });
  }

  private Optional<PassageRow> place(long passage) {
    return tx.get(PASSAGES, new PassageKey(row.number(), passage));
  }

  private String text(PassageRow place) {
    return row(place)
        .map(DocumentRow::text)
        .filter(text -> place.end() <= text.length())
        .map(text -> text.substring(place.start(), place.end()))
        .orElse("");
  }

  private Optional<DocumentRow> row(PassageRow place) {
    return rows.computeIfAbsent(key(place), key -> tx.get(DOCUMENTS, key));
  }

  private DocumentKey key(PassageRow place) {
    return new DocumentKey(collection.name(), place.document());
  }
}
