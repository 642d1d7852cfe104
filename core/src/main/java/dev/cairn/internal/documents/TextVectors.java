package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the vectors of texts: those of texts that were embedded lately, those that the documents
 * have which are to be replaced, and for all other texts those that an embedder makes.
 */
public final class TextVectors {
  private final Collection collection;
  private final Transactor transactor;
  private final EmbedderCalls embedder;

  public TextVectors(Collection collection, Transactor transactor, EmbedderCalls embedder) {
    this.collection = collection;
    this.transactor = transactor;
    this.embedder = embedder;
  }

  /**
   * Returns documents with a vector for each passage; one with a vector of the caller's as it is.
   *
   * @throws dev.cairn.EmbeddingException if a text cannot be embedded
   */
  public List<Prepared> addTo(List<Prepared> documents) {
    List<DocumentKey> replaced = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Prepared document : documents) {
      if (document.vectors().isEmpty()) {
        replaced.add(DocumentTables.key(collection.name(), document.id()));
        for (int i = 0; i < document.places().size(); i++) {
          texts.add(document.passage(i));
        }
      }
    }
    Map<String, Quantised> vectors = of(texts, replaced);
    return documents.stream().map(each -> with(each, vectors)).toList();
  }

  private Prepared with(Prepared document, Map<String, Quantised> vectors) {
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
    return document.with(embedder.name(), own);
  }

  /**
   * Returns the vectors of texts by the hashes of these.
   *
   * @param texts the texts; each is embedded once
   * @param replaced documents of the collection that may have passages with these texts
   * @throws dev.cairn.EmbeddingException if a text cannot be embedded
   */
  public Map<String, Quantised> of(List<String> texts, List<DocumentKey> replaced) {
    Map<String, String> missing = new LinkedHashMap<>();
    texts.forEach(text -> missing.put(FieldKey.hash(text), text));
    Set<String> hashes = Set.copyOf(missing.keySet());
    Map<String, Quantised> vectors = transactor.read(tx -> stored(tx, hashes, replaced));
    missing.keySet().removeAll(vectors.keySet());
    List<Quantised> made = embedder.embed(List.copyOf(missing.values()));
    int next = 0;
    for (String hash : missing.keySet()) {
      vectors.put(hash, made.get(next++));
    }
    return vectors;
  }

  private Map<String, Quantised> stored(
      Transaction tx, Set<String> hashes, List<DocumentKey> replaced) {
    Map<String, Quantised> found = new HashMap<>();
    for (String hash : hashes) {
      EmbeddingCache.get(tx, embedder, hash).ifPresent(vector -> found.put(hash, vector));
    }
    CollectionRow row = collection.row(tx);
    Space space = row == null ? null : row.vectors();
    if (space != null
        && found.size() < hashes.size()
        && space.embedder().equals(embedder.name())
        && space.dimension() == embedder.dimension()) {
      replaced.forEach(key -> addPassages(tx, key, space, hashes, found));
    }
    return found;
  }

  private static void addPassages(
      Transaction tx,
      DocumentKey key,
      Space space,
      Set<String> wanted,
      Map<String, Quantised> found) {
    try {
      Optional<DocumentRow> document = tx.get(DOCUMENTS, key);
      int passages = document.map(DocumentRow::passages).orElse(0);
      for (int i = 0; i < passages; i++) {
        Optional<String> hash = hash(tx, document.orElseThrow(), i).filter(wanted::contains);
        if (hash.isPresent() && !found.containsKey(hash.get())) {
          VectorIndex.get(tx, space.number(), document.orElseThrow().first() + i)
              .ifPresent(vector -> found.put(hash.get(), Quantised.of(vector, space.dimension())));
        }
      }
    } catch (CorruptRecordException e) {
      // Damaged rows are of no use here; a check reports them, and the texts are embedded.
    }
  }

  /** Returns the hash of a passage's text; empty if the passage is lost. */
  private static Optional<String> hash(Transaction tx, DocumentRow document, int ordinal) {
    Optional<PassageRow> place =
        tx.get(PASSAGES, new PassageKey(document.index(), document.first() + ordinal));
    return place
        .filter(it -> it.start() <= it.end() && it.end() <= document.text().length())
        .map(it -> FieldKey.hash(document.text().substring(it.start(), it.end())));
  }
}
