package dev.cairn.documents;

import dev.cairn.EmbeddingException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.Place;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.FieldRow;
import dev.cairn.internal.documents.Prepared;
import dev.cairn.internal.documents.TextVectors;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.internal.words.Analysed;
import dev.cairn.internal.words.Analysis;
import dev.cairn.table.Transactor;
import dev.cairn.values.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes documents ready before their transaction: cuts them into passages, analyses the words, and
 * embeds each text whose vector is not stored.
 */
final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  private final Collection collection;
  private final Transactor transactor;
  private final Chunker chunker;
  private final Instant now;

  Preparation(Collection collection, Transactor transactor, Chunker chunker, Instant now) {
    this.collection = collection;
    this.transactor = transactor;
    this.chunker = chunker;
    this.now = now;
  }

  /**
   * Makes documents ready.
   *
   * @throws IllegalArgumentException if a text is blank and comes without a vector
   * @throws EmbeddingException if a text cannot be embedded
   */
  List<Prepared> of(List<NewDocument> documents) {
    return of(documents, true);
  }

  /** Makes documents ready, and without vectors if an optional embedder fails. */
  List<Prepared> asFarAsEmbedded(List<NewDocument> documents) {
    try {
      return of(documents);
    } catch (EmbeddingException e) {
      if (!collection.indexes().isOptional()) {
        throw e;
      }
      LOG.warn(
          "{} documents of collection '{}' are found by words alone, since they cannot be embedded",
          documents.size(),
          collection.name(),
          e);
      return ofWords(documents);
    }
  }

  /** Makes documents ready as {@link #of(List)} does, but without vectors. */
  List<Prepared> ofWords(List<NewDocument> documents) {
    return of(documents, false);
  }

  private List<Prepared> of(List<NewDocument> documents, boolean embeds) {
    CollectionRow row = transactor.read(tx -> new Known(collection.row(tx))).row();
    Analysis analysis = collection.analysis(row);
    List<Prepared> prepared = new ArrayList<>(documents.size());
    boolean needsEmbedder = false;
    for (NewDocument document : documents) {
      prepared.add(cut(document, analysis));
      needsEmbedder |= document.vector().isEmpty();
    }
    if (!needsEmbedder || !embeds) {
      return prepared;
    }
    return collection
        .embedder(row)
        .map(embedder -> new TextVectors(collection, transactor, embedder).addTo(prepared))
        .orElse(prepared);
  }

  /** A row that may be missing. */
  private record Known(@Nullable CollectionRow row) {}

  private Prepared cut(NewDocument document, Analysis analysis) {
    String id = document.id().orElseGet(() -> TimeOrderedIds.next(now));
    String text = document.text();
    List<Place> places;
    List<Quantised> vectors = List.of();
    if (document.vector().isPresent()) {
      float[] vector = document.vector().get();
      vectors = List.of(Quantised.of(vector, vector.length));
      places = List.of(new Place(0, text.length()));
    } else {
      Arguments.notBlank("text of document '%s'".formatted(id), text);
      places = places(document.chunker().orElse(chunker), text);
    }
    List<Analysed> words = new ArrayList<>(places.size());
    for (Place place : places) {
      words.add(analysis.analyse(place.of(text)));
    }
    return new Prepared(
        id,
        text,
        FieldRow.of(document.metadata().asMap()),
        document.expiresAt(),
        FieldKey.hash(text),
        places,
        analysis.version(),
        words,
        "",
        vectors);
  }

  /** Returns the passages of a text, if they are within it. */
  static List<Place> places(Chunker chunker, String text) {
    List<Chunker.Span> spans = Arguments.copyOf("passages", chunker.cut(text));
    if (spans.isEmpty() || spans.size() > Chunker.MAX_PASSAGES) {
      throw new IllegalArgumentException(
          "the chunker cut a text of %,d characters into %,d passages; from 1 to %,d are allowed"
              .formatted(text.length(), spans.size(), Chunker.MAX_PASSAGES));
    }
    int before = -1;
    for (Chunker.Span span : spans) {
      if (span.start() <= before || span.end() <= span.start() || span.end() > text.length()) {
        throw new IllegalArgumentException(
            "the chunker cut a passage from %,d to %,d out of a text of %,d characters, behind one that begins at %,d; passages begin one behind the other, are not empty, and end within the text"
                .formatted(span.start(), span.end(), text.length(), before));
      }
      before = span.start();
    }
    return spans.stream().map(span -> new Place(span.start(), span.end())).toList();
  }
}
