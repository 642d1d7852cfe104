package dev.cairn.documents;

import static dev.cairn.documents.DocumentTables.BY_END;
import static dev.cairn.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.documents.DocumentTables.PASSAGES;

import dev.cairn.EmbeddingException;
import dev.cairn.documents.DocumentTables.CollectionRow;
import dev.cairn.documents.DocumentTables.DocumentKey;
import dev.cairn.documents.DocumentTables.DocumentRow;
import dev.cairn.documents.DocumentTables.PassageKey;
import dev.cairn.documents.DocumentTables.PassageRow;
import dev.cairn.documents.DocumentTables.Space;
import dev.cairn.internal.postings.PostingChanges;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.internal.words.Analysed;
import dev.cairn.internal.words.Analysis;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes documents of one collection in a transaction, together with all that follows from them.
 * The changes of words and metadata are gathered, so that each block of postings is written once.
 */
final class CollectionWriter {
  /** Further gathered words would take too much memory. */
  private static final int MOST_GATHERED = 4_000;

  /** The most expired documents that a write removes beside its own changes. */
  private static final int SWEPT_AT_ONCE = 16;

  private static final int REMOVED = -1;

  private final WriteTransaction tx;
  private final Collection collection;
  private final Instant now;
  private final Analysis analysis;
  private CollectionRow row;
  private boolean changed;

  private final Map<Long, Analysed> removedWords = new HashMap<>();
  private final Map<Long, Analysed> addedWords = new HashMap<>();

  /** For each key of metadata: the passages of its documents, or {@link #REMOVED}. */
  private final SortedMap<byte[], SortedMap<Long, Integer>> fields =
      new TreeMap<>(Arrays::compareUnsigned);

  /** Begins to change a collection, which begins with it if there is none. */
  CollectionWriter(WriteTransaction tx, Collection collection, Instant now) {
    this.tx = tx;
    this.collection = collection;
    this.now = now;
    CollectionRow stored = collection.row(tx);
    this.row = stored == null ? collection.newRow(tx) : stored;
    this.analysis = collection.analysis(row);
  }

  /** Returns the document with that id, if there is one that has not expired. */
  Optional<DocumentRow> get(String id) {
    return tx.get(DOCUMENTS, key(id)).filter(found -> !found.isExpired(now));
  }

  DocumentKey key(String id) {
    return DocumentTables.key(collection.name(), id);
  }

  /** Stores a document in place of whatever its id has, and returns it as it is stored. */
  Document put(Prepared prepared) {
    requireSpace(prepared);
    NewDocument given = prepared.document();
    DocumentKey key = key(prepared.id());
    DocumentRow stored = tx.get(DOCUMENTS, key).orElse(null);
    DocumentRow before = stored == null || stored.isExpired(now) ? null : stored;
    boolean sameText =
        before != null && before.index() == row.number() && hasText(before, prepared);
    boolean embedded = !prepared.vectors().isEmpty();
    DocumentRow after =
        new DocumentRow(
            collection.name(),
            prepared.id(),
            given.text(),
            FieldRow.of(given.metadata()),
            prepared.hash(),
            prepared.cut(),
            row.number(),
            sameText ? before.first() : row.nextPassage(),
            prepared.spans().size(),
            sameText ? before.embedded() : embedded,
            before == null ? now : before.added(),
            now,
            given.expiresAt(),
            Optional.empty(),
            before == null ? 0 : before.uses());
    if (sameText && after.with(Optional.empty(), before.changed(), before.uses()).equals(before)) {
      return before.document();
    }
    if (stored != null && !sameText) {
      removeTexts(stored);
    }
    if (!sameText) {
      addTexts(after, prepared);
    }
    gather(stored, after);
    tx.put(DOCUMENTS, key, after);
    return after.document();
  }

  private static boolean hasText(DocumentRow before, Prepared prepared) {
    return before.hash().equals(prepared.hash())
        && before.cut() == prepared.cut()
        && before.passages() == prepared.spans().size()
        && prepared.document().vector().isEmpty()
        && (before.embedded() || prepared.vectors().isEmpty());
  }

  /** Gives the collection its first vectors, or refuses those of another embedder. */
  private void requireSpace(Prepared prepared) {
    if (prepared.vectors().isEmpty()) {
      return;
    }
    String embedder = prepared.embedder();
    int dimension = prepared.vectors().get(0).dimension();
    Space space = row.vectors();
    if (space == null) {
      int number = Collection.unusedNumber(tx);
      number = Math.max(number, row.greatestNumber() + 1); // its row may not be stored yet
      row = row.withVectors(number, new Space(number, embedder, dimension), row.next());
    } else if (!space.embedder().equals(embedder) || space.dimension() != dimension) {
      throw new EmbeddingException(
          "collection '%s' has vectors %s of %d components, and document '%s' comes with one %s of %d; give it to another collection, or embed this one anew with reembed(…)"
              .formatted(
                  collection.name(),
                  source(space.embedder()),
                  space.dimension(),
                  prepared.id(),
                  source(embedder),
                  dimension),
          null);
    }
  }

  private static String source(String embedder) {
    return embedder.isEmpty() ? "of its callers" : "of embedder '" + embedder + "'";
  }

  private void addTexts(DocumentRow document, Prepared prepared) {
    long words = 0;
    for (int i = 0; i < document.passages(); i++) {
      long passage = document.first() + i;
      Chunker.Span span = prepared.spans().get(i);
      Analysed analysed =
          prepared.analysis().equals(row.analysis())
              ? prepared.words().get(i)
              : analysis.analyse(prepared.passage(i));
      words += analysed.words();
      addedWords.put(passage, analysed);
      tx.put(
          PASSAGES,
          new PassageKey(row.number(), passage),
          new PassageRow(document.key().id(), i, span.start(), span.end(), analysed.words()));
      putVector(prepared, i, passage);
      flushIfMany();
    }
    row = row.with(row.nextPassage() + document.passages(), 1, document.passages(), words);
  }

  private void putVector(Prepared prepared, int ordinal, long passage) {
    Space space = row.vectors();
    if (space == null || prepared.vectors().isEmpty()) {
      return;
    }
    Quantised vector = prepared.vectors().get(ordinal);
    collection
        .indexes()
        .vectors(space.dimension())
        .put(tx, space.number(), passage, vector.vector());
    if (!space.embedder().isEmpty()) {
      EmbeddingCache.put(tx, space.embedder(), FieldKey.hash(prepared.passage(ordinal)), vector);
    }
  }

  /** Removes a document; false if there is none, or it has expired, and is removed all the same. */
  boolean remove(DocumentKey key) {
    Optional<DocumentRow> stored = tx.get(DOCUMENTS, key);
    stored.ifPresent(this::remove);
    return stored.filter(found -> !found.isExpired(now)).isPresent();
  }

  void remove(DocumentRow stored) {
    removeTexts(stored);
    gather(stored, null);
    tx.remove(DOCUMENTS, stored.key());
  }

  private void removeTexts(DocumentRow stored) {
    if (stored.index() != row.number()) {
      return; // nothing of it is there any more
    }
    long words = 0;
    for (int i = 0; i < stored.passages(); i++) {
      long passage = stored.first() + i;
      PassageKey key = new PassageKey(row.number(), passage);
      Optional<PassageRow> found = tx.get(PASSAGES, key);
      if (found.isPresent()) {
        PassageRow place = found.get();
        words += place.words();
        if (addedWords.remove(passage) == null) {
          String text = stored.text().substring(place.start(), place.end());
          removedWords.put(passage, analysis.analyse(text));
        }
        tx.remove(PASSAGES, key);
      }
      removeVector(row.vectors(), passage);
      removeVector(row.next() == null ? null : row.next().space(), passage);
      flushIfMany();
    }
    row = row.with(row.nextPassage(), -1, -stored.passages(), -words);
  }

  private void removeVector(@Nullable Space space, long passage) {
    if (space != null) {
      collection.indexes().vectors(space.dimension()).remove(tx, space.number(), passage);
    }
  }

  /** Changes a document in what does not concern its text. */
  void replace(DocumentRow before, DocumentRow after) {
    gather(before, after);
    tx.put(DOCUMENTS, after.key(), after);
  }

  /** Gathers the difference of the keys of a document's metadata. */
  private void gather(@Nullable DocumentRow before, @Nullable DocumentRow after) {
    changed = true;
    boolean kept = before != null && after != null && before.first() == after.first();
    Set<byte[]> old =
        before == null || before.index() != row.number() ? Set.of() : FieldKey.of(before);
    Set<byte[]> now = after == null ? Set.of() : FieldKey.of(after);
    for (byte[] key : old) {
      if (before != null && !(kept && now.contains(key))) {
        change(key, before.first(), REMOVED);
      }
    }
    for (byte[] key : now) {
      if (after != null && !(kept && old.contains(key))) {
        change(key, after.first(), after.passages());
      }
    }
  }

  private void change(byte[] key, long first, int passages) {
    fields.computeIfAbsent(key, any -> new TreeMap<>()).put(first, passages);
  }

  /** Removes some documents that have expired, and returns how many. */
  int sweep(int most) {
    List<DocumentRow> expired =
        tx.scan(
                DOCUMENTS,
                BY_END,
                Scan.prefix(collection.name()).before(now.plusNanos(1)).limit(most))
            .map(Row::value)
            .toList();
    expired.forEach(this::remove);
    return expired.size();
  }

  /** Writes what was gathered, and the row of the collection, which stands for all of it. */
  void finish() {
    if (sweep(SWEPT_AT_ONCE) == 0 && !changed) {
      return;
    }
    flushWords();
    fields.forEach(
        (key, changes) -> {
          PostingChanges postings = new PostingChanges();
          changes.forEach(
              (first, passages) -> {
                if (passages == REMOVED) {
                  postings.remove(first);
                } else {
                  postings.add(first, passages);
                }
              });
          Matching.FIELDS.change(tx, row.number(), key, postings);
        });
    fields.clear();
    tx.put(COLLECTIONS, collection.name(), row.changedOnceMore());
  }

  private void flushIfMany() {
    if (removedWords.size() + addedWords.size() > MOST_GATHERED) {
      flushWords();
    }
  }

  private void flushWords() {
    if (!removedWords.isEmpty() || !addedWords.isEmpty()) {
      collection.indexes().words(analysis).change(tx, row.number(), removedWords, addedWords);
      removedWords.clear();
      addedWords.clear();
    }
  }
}
