package dev.cairn.documents;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.Place;
import dev.cairn.internal.documents.EmbeddingCache;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.FieldRow;
import dev.cairn.internal.documents.Prepared;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.internal.words.Analysed;
import dev.cairn.internal.words.Analysis;
import dev.cairn.table.Transactor;
import dev.cairn.values.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes documents ready before their transaction: cuts them into passages, analyses the words, and
 * embeds each text that was not embedded lately.
 */
final class Preparation {
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
   * @throws dev.cairn.EmbeddingException if a text cannot be embedded
   */
  List<Prepared> of(List<NewDocument> documents) {
    return of(documents, true);
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
    return collection.embedder(row).map(each -> embedded(prepared, each)).orElse(prepared);
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

  private List<Prepared> embedded(List<Prepared> documents, EmbedderCalls embedder) {
    Map<String, String> texts = new LinkedHashMap<>(); // by their hashes, each once
    for (Prepared document : documents) {
      if (document.vectors().isEmpty()) {
        for (int i = 0; i < document.places().size(); i++) {
          String text = document.passage(i);
          texts.put(FieldKey.hash(text), text);
        }
      }
    }
    Map<String, Quantised> vectors = known(texts, embedder);
    Map<String, String> missing = new LinkedHashMap<>(texts);
    missing.keySet().removeAll(vectors.keySet());
    List<Quantised> made = embedder.embed(List.copyOf(missing.values()));
    int next = 0;
    for (String hash : missing.keySet()) {
      vectors.put(hash, made.get(next++));
    }
    return documents.stream().map(each -> with(each, embedder.name(), vectors)).toList();
  }

  private Map<String, Quantised> known(Map<String, String> texts, EmbedderCalls embedder) {
    return transactor.read(
        tx -> {
          Map<String, Quantised> known = new HashMap<>();
          for (String hash : texts.keySet()) {
            EmbeddingCache.get(tx, embedder.name(), hash)
                .filter(vector -> vector.dimension() == embedder.dimension())
                .ifPresent(vector -> known.put(hash, vector));
          }
          return known;
        });
  }

  private static Prepared with(Prepared document, String embedder, Map<String, Quantised> vectors) {
    if (!document.vectors().isEmpty()) {
      return document;
    }
    List<Quantised> own = new ArrayList<>(document.places().size());
    for (int i = 0; i < document.places().size(); i++) {
      Quantised vector = vectors.get(FieldKey.hash(document.passage(i)));
      if (vector == null) {
        throw new IllegalStateException("each text has a vector by now");
      }
      own.add(vector);
    }
    return document.with(embedder, own);
  }
}
