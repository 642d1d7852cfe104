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
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.documents.Matching;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.recall.Fusion;
import dev.cairn.internal.words.Totals;
import dev.cairn.internal.words.WordQuery;
import dev.cairn.table.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One search in a collection, in one transaction: it takes the best passages by words and by
 * meaning, brings their scores together, and returns the documents that they are of.
 */
final class Search {
  /** The least number of passages that either way is asked for. */
  private static final int LEAST_CANDIDATES = 100;

  private static final int CANDIDATES_FOR_EACH = 4;

  /** The uses that raise a score by half of the most. */
  private static final double HALF_OF_USES = 5;

  private final Transaction tx;
  private final Collection collection;
  private final CollectionRow row;
  private final SearchRequest request;
  private final WordQuery query;
  private final float @Nullable [] vector;
  private final Instant now;
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
    this.query = query;
    this.vector = vector;
    this.now = now;
  }

  /** Returns the hits, the best first. */
  List<Hit> hits() {
    int limit = (int) Math.min(request.limit(), row.documents());
    if (limit == 0) {
      return List.of();
    }
    PassageSet accepted =
        new Matching(tx, collection.name(), row, now)
            .accepted(request.filter().condition(), request.findsSuperseded());
    if (accepted != null && accepted.isEmpty()) {
      return List.of();
    }
    long all = Math.min(row.passages(), Integer.MAX_VALUE);
    long most = Math.max(LEAST_CANDIDATES, (long) CANDIDATES_FOR_EACH * limit);
    while (true) {
      int candidates = (int) Math.min(most, all);
      List<Scored> words = byWords(candidates, accepted);
      List<Scored> meaning = byMeaning(candidates, accepted);
      List<Scored> allWords = whole(words, meaning, this::byWords);
      List<Scored> allMeaning = whole(meaning, words, this::byMeaning);
      List<Fusion> passages = fused(allWords, allMeaning);
      List<Hit> hits = best(passages, limit);
      boolean exhausted = words.size() < candidates && meaning.size() < candidates;
      boolean others = !exhausted && candidates < all && mayReachMinimum(last(passages));
      if (hits.size() == limit || !others) {
        return hits;
      }
      most = 4L * candidates; // several of the best passages are of one document
    }
  }

  private List<Scored> byWords(int most, @Nullable PassageSet accepted) {
    if (request.mode() == Mode.MEANING) {
      return List.of();
    }
    return collection
        .indexes()
        .words(collection.analysis(row))
        .search(
            tx,
            row.number(),
            new Totals(row.passages(), row.words()),
            query,
            most,
            accepted,
            passage -> place(passage).map(this::text).orElse(""));
  }

  private List<Scored> byMeaning(int most, @Nullable PassageSet accepted) {
    Space space = row.vectors();
    if (vector == null || space == null) {
      return List.of();
    }
    return collection
        .indexes()
        .vectors(space.dimension())
        .search(tx, space.number(), vector, most, accepted, row);
  }

  /** A way to score passages of a set. */
  private interface Way {
    List<Scored> score(int most, PassageSet accepted);
  }

  /**
   * Returns what one way has found, and its scores of those passages that only the other has found:
   * a passage that is not among its best need not be without a score.
   */
  private List<Scored> whole(List<Scored> found, List<Scored> others, Way way) {
    Set<Long> known = found.stream().map(Scored::passage).collect(Collectors.toSet());
    long[] missing =
        others.stream().mapToLong(Scored::passage).filter(each -> !known.contains(each)).toArray();
    if (missing.length == 0) {
      return found;
    }
    List<Scored> whole = new ArrayList<>(found);
    whole.addAll(way.score(missing.length, PassageSet.of(missing)));
    whole.sort(Comparator.comparingDouble(Scored::score).reversed());
    return whole;
  }

  private List<Fusion> fused(List<Scored> words, List<Scored> meaning) {
    if (vector == null || row.vectors() == null) {
      return Fusion.ofWords(words);
    }
    return request.mode() == Mode.MEANING
        ? Fusion.ofMeaning(meaning)
        : Fusion.of(words, meaning, request.fusesRanks());
  }

  /** Returns the documents of the best passages. */
  private List<Hit> best(List<Fusion> passages, int limit) {
    boolean weighs = request.halfLife().isPresent() || request.usefulness() > 0;
    List<Hit> hits = new ArrayList<>();
    Set<DocumentKey> seen = new HashSet<>();
    for (Fusion each : passages) {
      if ((hits.size() == limit && !weighs) || !mayReachMinimum(each)) {
        break;
      }
      place(each.passage())
          .filter(place -> !seen.contains(key(place)))
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
    double greatest =
        score >= 0
            ? score * (1 + request.usefulness())
            : request.halfLife().isPresent() ? 0 : score;
    return greatest >= request.minimumScore();
  }

  /** Leaves out what does not belong together, as where the rows of two stores were merged. */
  private Optional<Hit> hit(Fusion found, PassageRow place) {
    return row(place)
        .filter(document -> document.index() == row.number() && document.has(found.passage()))
        .map(
            document -> {
              double age = age(document);
              double uses =
                  1 + request.usefulness() * document.uses() / (document.uses() + HALF_OF_USES);
              return new Hit(
                  Document.of(document),
                  found.score() * age * uses,
                  new Hit.Scores(found.words(), found.meaning(), age, uses),
                  new Hit.Passage(text(place), place.start(), place.end(), place.ordinal()));
            });
  }

  private double age(DocumentRow document) {
    if (request.halfLife().isEmpty()) {
      return 1;
    }
    Duration age = Duration.between(document.changed(), now);
    double lives = seconds(age) / seconds(request.halfLife().get());
    return Math.pow(0.5, Math.max(0, lives));
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
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
