package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.EmbeddingException;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.CollectionWriter;
import dev.cairn.internal.documents.DocumentTables;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.Prepared;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds what a namespace knows, whichever repository it is in: documents in their own index, and
 * episodes, skills and quirks in a collection that it keeps up to date.
 *
 * <p>That collection is compared with the repositories before a search, rather than written with
 * them: so it has what was there before it, and what programs write that do not know it.
 */
final class Knowledge {
  /** The names of the library's own collections begin so. */
  static final String RESERVED = "cairn:";

  private static final String NAME = RESERVED + "known";
  private static final int AT_ONCE = 100;

  /** The most texts that one call embeds. */
  private static final int MOST_EMBEDDED = 64;

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
    if (mayIndex) {
      catchUp();
    }
    Instant now = clock.instant();
    Documents documents = Documents.of("documents", transactor, clock, indexes, isBound);
    List<Hit> found = documents.search(request);
    List<Hit> others = new Asking(known, transactor, now, isBound).hits(request);
    Function<Hit, Double> words = scale(found, others, hit -> hit.scores().words());
    Function<Hit, Double> meaning = scale(found, others, hit -> hit.scores().meaning());
    boolean byBoth =
        Stream.concat(found.stream(), others.stream())
            .anyMatch(hit -> hit.scores().meaning().isPresent());
    Function<Hit, Double> score =
        hit -> byBoth ? (words.apply(hit) + meaning.apply(hit)) / 2 : words.apply(hit);
    return Stream.concat(
            found.stream().map(hit -> document(hit, score.apply(hit))),
            others.stream().map(hit -> Known.recollection(hit, score.apply(hit))))
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

  /** Brings the index to what the repositories have now. */
  private void catchUp() {
    long state = transactor.query(Known.State.OF_ALL);
    if (indexes.isAt(namespace, state)) {
      return;
    }
    Difference difference = transactor.read(this::difference);
    Instant now = clock.instant();
    Preparation preparation = new Preparation(known, transactor, Chunker.standard(), now);
    for (List<NewDocument> some : parts(difference.changed())) {
      put(some, preparation.ofWords(some), now);
    }
    for (List<NewDocument> some : parts(difference.gone())) {
      remove(some, now);
    }
    List<NewDocument> plain = transactor.read(this::withoutVectors);
    if (plain.isEmpty() || !canEmbed()) {
      indexes.reached(namespace, state);
    } else {
      put(plain, preparation.of(plain), now);
    }
  }

  /** Tells whether this process has the embedder of the index, or the index has none yet. */
  private boolean canEmbed() {
    try {
      return transactor.read(tx -> known.embedder(known.row(tx))).isPresent();
    } catch (EmbeddingException e) {
      return false; // then others embed what is new, and here it is found by words
    }
  }

  private record Difference(List<NewDocument> changed, List<NewDocument> gone) {}

  private Difference difference(Transaction tx) {
    Map<String, NewDocument> wanted = Known.in(tx);
    List<NewDocument> changed = new ArrayList<>();
    List<NewDocument> gone = new ArrayList<>();
    tx.scan(DOCUMENTS, Scan.prefix(NAME))
        .forEach(
            row -> {
              NewDocument document = wanted.remove(row.value().id());
              if (document == null) {
                gone.add(indexed(row.value()));
              } else if (!row.value().hash().equals(FieldKey.hash(document.text()))) {
                changed.add(document);
              }
            });
    changed.addAll(wanted.values());
    return new Difference(changed, gone);
  }

  private List<NewDocument> withoutVectors(Transaction tx) {
    return tx.scan(DOCUMENTS, Scan.prefix(NAME))
        .filter(row -> !row.value().embedded())
        .limit(MOST_EMBEDDED)
        .map(row -> indexed(row.value()))
        .toList();
  }

  private static NewDocument indexed(DocumentRow row) {
    Document document = Document.of(row);
    return NewDocument.of(document.id(), document.text()).withMetadata(document.metadata());
  }

  private static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      parts.add(all.subList(from, Math.min(from + AT_ONCE, all.size())));
    }
    return parts;
  }

  /** Stores those texts that the repositories still have so: another process may be ahead. */
  private void put(List<NewDocument> texts, List<Prepared> prepared, Instant now) {
    transactor.write(
        tx -> {
          CollectionWriter writer = new CollectionWriter(tx, known, now);
          for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).text();
            if (Known.now(tx, texts.get(i)).filter(it -> it.text().equals(text)).isPresent()) {
              writer.put(prepared.get(i));
            }
          }
          writer.finish();
          return "";
        });
  }

  private void remove(List<NewDocument> texts, Instant now) {
    transactor.write(
        tx -> {
          CollectionWriter writer = new CollectionWriter(tx, known, now);
          for (NewDocument text : texts) {
            if (Known.now(tx, text).isEmpty()) {
              writer.remove(DocumentTables.key(NAME, text.id().orElseThrow()));
            }
          }
          writer.finish();
          return "";
        });
  }
}
