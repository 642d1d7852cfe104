package dev.cairn.documents;

import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a namespace knows, whichever repository it is in: documents in their own index, and
 * episodes, skills, quirks and entities of the graph in a collection that it keeps up to date.
 *
 * <p>That collection is compared with the repositories before a search, rather than written with
 * them: so it has what was there before it, and what programs write that do not know it.
 */
final class Knowledge {
  private static final Logger LOG = LoggerFactory.getLogger(Knowledge.class);

  /** The names of the library's own collections begin so. */
  static final String RESERVED = "cairn:";

  private static final String NAME = RESERVED + "known";

  private final String namespace;
  private final Transactor transactor;
  private final Clock clock;
  private final Indexes indexes;
  private final Collection known;
  private final boolean isBound;

  Knowledge(
      String namespace, Transactor transactor, Clock clock, Indexes indexes, boolean isBound) {
    this.namespace = namespace;
    this.transactor = transactor;
    this.clock = clock;
    this.indexes = indexes;
    this.known = new Collection(NAME, Optional.empty(), indexes);
    this.isBound = isBound;
  }

  List<Recollection> recall(SearchRequest request, boolean mayIndex) {
    if (request.limit() == 0) {
      return List.of();
    }
    Instant now = clock.instant();
    KnownIndex index = index(now);
    if (mayIndex) {
      index.catchUp();
    }
    Documents documents = Documents.of("documents", transactor, clock, indexes, isBound);
    List<Hit> found = documents.search(request);
    List<Hit> others = known(request, index, now);
    Function<Hit, Double> words = scale(found, others, hit -> hit.scores().words());
    Function<Hit, Double> meaning = scale(found, others, hit -> hit.scores().meaning());
    boolean byBoth =
        Stream.concat(found.stream(), others.stream())
            .anyMatch(hit -> hit.scores().meaning().isPresent());
    Function<Hit, Double> score =
        hit -> byBoth ? (words.apply(hit) + meaning.apply(hit)) / 2 : words.apply(hit);
    return Stream.concat(
            found.stream().map(hit -> document(hit, score.apply(hit))),
            others.stream().flatMap(hit -> Known.recollection(hit, score.apply(hit)).stream()))
        .sorted(Comparator.comparingDouble(Recollection::score).reversed())
        .limit(request.limit())
        .toList();
  }

  private static Recollection document(Hit hit, double score) {
    return new Recollection(Recollection.Kind.DOCUMENT, hit.document().id(), score, hit);
  }

  /** Returns a part of the score, from 0 for the least and for none to 1 for the greatest. */
  private static Function<Hit, Double> scale(
      List<Hit> found, List<Hit> others, Function<Hit, OptionalDouble> part) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (Hit hit : Stream.concat(found.stream(), others.stream()).toList()) {
      if (part.apply(hit).isPresent()) {
        least = Math.min(least, part.apply(hit).getAsDouble());
        greatest = Math.max(greatest, part.apply(hit).getAsDouble());
      }
    }
    double from = least;
    double range = greatest - least;
    return hit ->
        part.apply(hit).isEmpty()
            ? 0.0
            : range == 0 ? 1.0 : (part.apply(hit).getAsDouble() - from) / range;
  }

  /** Returns the hits of the index, as far as this process can search it. */
  private List<Hit> known(SearchRequest request, KnownIndex index, Instant now) {
    CollectionRow row = index.row();
    if (!index.hasAnalysis(row)) {
      LOG.warn("recall finds documents alone: its index has words by another program's analysis");
      return List.of();
    }
    return new Asking(known, transactor, now, isBound)
        .hits(index.hasEmbedder(row) ? request : request.byWords());
  }

  /** Makes the index of episodes, skills, quirks and entities anew. */
  void rebuild() {
    index(clock.instant()).rebuild(true);
  }

  private KnownIndex index(Instant now) {
    return new KnownIndex(known, transactor, now, indexes.state(namespace));
  }
}
