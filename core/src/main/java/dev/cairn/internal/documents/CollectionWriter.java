package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.BY_END;
import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.CorruptRecordException;
import dev.cairn.EmbeddingException;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.internal.documents.DocumentTables.Place;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.postings.PostingChanges;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.internal.words.Analysed;
import dev.cairn.internal.words.Analysis;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes documents of one collection in a transaction, together with all that follows from them.
 * The changes of words and metadata are gathered, so that each block of postings is written once.
 */
public final class CollectionWriter {
  /** Further gathered words would take too much memory. */
  private static final int MOST_GATHERED = 4_000;

  /** The most expired documents that a write removes beside its own changes. */
  private static final int SWEPT_AT_ONCE = 16;

  /** The most damaged documents that are passed over for others that can be swept. */
  private static final int MOST_DAMAGED = 256;

  private static final int REMOVED = -1;

  private final WriteTransaction tx;
  private final Collection collection;
  private final Instant now;
  private final Analysis analysis;
  private CollectionRow row;
  private boolean changed;
  private int swept;

  private final Map<Long, Analysed> removedWords = new HashMap<>();
  private final Map<Long, Analysed> addedWords = new HashMap<>();

  /** For each key of metadata: the passages of its documents, or {@link #REMOVED}. */
  private final SortedMap<byte[], SortedMap<Long, Integer>> fields =
      new TreeMap<>(Arrays::compareUnsigned);

  /** Begins to change a collection, which begins with it if there is none. */
  public CollectionWriter(WriteTransaction tx, Collection collection, Instant now) {
    this.tx = tx;
    this.collection = collection;
    this.now = now;
    CollectionRow stored = collection.row(tx);
    this.row = stored == null ? collection.newRow(tx) : stored;
    this.analysis = collection.analysis(row);
  }

  /** Returns the document with that id, if there is one that has not expired. */
  public Optional<DocumentRow> get(String id) {
    return tx.get(DOCUMENTS, key(id)).filter(found -> !found.isExpired(now));
  }

  public DocumentKey key(String id) {
    return DocumentTables.key(collection.name(), id);
  }

  /** Stores a document in place of whatever its id has, and returns it as it is stored. */
  public DocumentRow put(Prepared prepared) {
    requireSpace(prepared);
    DocumentKey key = key(prepared.id());
    DocumentRow stored = tx.get(DOCUMENTS, key).orElse(null);
    DocumentRow before = stored == null || stored.isExpired(now) ? null : stored;
    DocumentRow same =
        before != null && before.index() == row.number() && hasText(before, prepared)
            ? before
            : null;
    DocumentRow after =
        new DocumentRow(
            collection.name(),
            prepared.id(),
            prepared.text(),
            prepared.metadata(),
            prepared.hash(),
            prepared.places().hashCode(),
            row.number(),
            same != null ? same.first() : row.nextPassage(),
            prepared.places().size(),
            same != null ? same.embedded() : !prepared.vectors().isEmpty(),
            before == null ? now : before.added(),
            now,
            prepared.expires(),
            Optional.empty(),
            before == null ? 0 : before.uses());
    if (same != null && after.with(Optional.empty(), same.changed(), same.uses()).equals(same)) {
      return same;
    }
    if (stored != null && same == null) {
      removeTexts(stored);
    }
    if (same == null) {
      addTexts(after, prepared);
    }
    gather(stored, after);
    tx.put(DOCUMENTS, key, after);
    return after;
  }

  private boolean hasText(DocumentRow before, Prepared prepared) {
    return before.hash().equals(prepared.hash())
        && before.cut() == prepared.places().hashCode()
        && before.passages() == prepared.places().size()
        && (!prepared.hasVectorOfCaller() || hasVector(before, prepared))
        && (row.embeds(before) || prepared.vectors().isEmpty());
  }

  private boolean hasVector(DocumentRow before, Prepared prepared) {
    Space space = row.vectors();
    return space != null
        && collection
            .indexes()
            .vectors(space.dimension())
            .has(tx, space.number(), before.first(), prepared.vectors().get(0).vector());
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
    boolean analysed = prepared.analysis().equals(row.analysis());
    Space space = row.vectors();
    List<Analysed> words = new ArrayList<>();
    for (int i = 0; i < document.passages(); i++) {
      words.add(analysed ? prepared.words().get(i) : analysis.analyse(prepared.passage(i)));
      if (space != null && !prepared.vectors().isEmpty()) {
        putVector(space, document.first() + i, prepared.vectors().get(i).vector());
        if (!space.embedder().isEmpty()) {
          String hash = FieldKey.hash(prepared.passage(i));
          EmbeddingCache.put(tx, space.embedder(), hash, prepared.vectors().get(i));
        }
      }
    }
    addPassages(document, prepared.places(), words);
  }

  private void addPassages(DocumentRow document, List<Place> places, List<Analysed> words) {
    long total = 0;
    for (int i = 0; i < places.size(); i++) {
      long passage = document.first() + i;
      Place place = places.get(i);
      Analysed analysed = words.get(i);
      total += analysed.words();
      addedWords.put(passage, analysed);
      tx.put(
          PASSAGES,
          new PassageKey(row.number(), passage),
          new PassageRow(document.key().id(), i, place.start(), place.end(), analysed.words()));
      flushIfMany();
    }
    row = row.with(row.nextPassage() + places.size(), 1, places.size(), total);
  }

  private void putVector(Space space, long passage, float[] vector) {
    collection.indexes().vectors(space.dimension()).put(tx, space.number(), passage, vector);
  }

  /**
   * Makes anew what follows from a document, from its text and from the vectors that it has.
   *
   * @param places its passages
   * @param words the words of each
   */
  public void index(DocumentRow stored, List<Place> places, List<Analysed> words) {
    Space space = row.vectors();
    long first = row.nextPassage();
    boolean isCutSo = stored.passages() == places.size() && stored.cut() == places.hashCode();
    boolean embedded = space != null && isCutSo;
    for (int i = 0; i < places.size(); i++) {
      if (space != null && isCutSo) {
        Optional<float[]> vector = VectorIndex.get(tx, space.number(), stored.first() + i);
        embedded &= vector.isPresent();
        if (vector.isPresent()) {
          removeVector(space, stored.first() + i);
          putVector(space, first + i, vector.get());
        }
      }
    }
    DocumentRow after = stored.in(row.number(), first, places, embedded);
    addPassages(after, places, words);
    gather(null, after);
    tx.put(DOCUMENTS, after.key(), after);
  }

  /** Removes a document; false if there is none, or it has expired, and is removed all the same. */
  public boolean remove(DocumentKey key) {
    Optional<DocumentRow> stored = tx.get(DOCUMENTS, key);
    stored.ifPresent(this::remove);
    return stored.filter(found -> !found.isExpired(now)).isPresent();
  }

  public void remove(DocumentRow stored) {
    removeTexts(stored);
    gather(stored, null);
    tx.remove(DOCUMENTS, stored.key());
  }

  private void removeTexts(DocumentRow stored) {
    if (stored.index() != row.number()) { // a rebuild has not reached it: it has vectors alone
      for (int i = 0; i < stored.passages(); i++) {
        removeVector(row.vectors(), stored.first() + i);
      }
      return;
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
  public void replace(DocumentRow before, DocumentRow after) {
    gather(before, after);
    tx.put(DOCUMENTS, after.key(), after);
  }

  /** Gathers the difference of the keys of a document's metadata. */
  private void gather(@Nullable DocumentRow before, @Nullable DocumentRow after) {
    changed = true;
    boolean kept = before != null && after != null && before.first() == after.first();
    Set<byte[]> old = keys(before);
    Set<byte[]> now = keys(after);
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

  /** Returns the keys that a document has, or is to have, in the index. */
  private Set<byte[]> keys(@Nullable DocumentRow document) {
    return document == null || document.index() != row.number() ? Set.of() : FieldKey.of(document);
  }

  private void change(byte[] key, long first, int passages) {
    fields.computeIfAbsent(key, any -> new TreeMap<>()).put(first, passages);
  }

  /** Returns how many expired documents were removed. */
  public int swept() {
    return swept;
  }

  /**
   * Removes some documents that have expired. It passes over damaged ones, which a check reports:
   * they must not hold up every write to their collection.
   */
  public void sweep(int most) {
    List<DocumentRow> expired = new ArrayList<>();
    int damaged = 0;
    Scan ended = Scan.prefix(collection.name()).before(now.plusNanos(1));
    try (Stream<Row<DocumentKey, DocumentRow>> rows = tx.scan(DOCUMENTS, BY_END, ended)) {
      Spliterator<Row<DocumentKey, DocumentRow>> each = rows.spliterator();
      boolean more = true;
      while (more && expired.size() < most && damaged < MOST_DAMAGED) {
        try {
          more = each.tryAdvance(found -> addIfWhole(found.value(), expired));
        } catch (CorruptRecordException e) {
          damaged++; // the next advance is to the row behind it
        }
      }
    }
    expired.forEach(this::remove);
    swept += expired.size();
  }

  /** Adds a document whose passages can be read, as they must be to remove it. */
  private void addIfWhole(DocumentRow stored, List<DocumentRow> whole) {
    for (int i = 0; i < stored.passages(); i++) {
      Object unused = tx.get(PASSAGES, new PassageKey(row.number(), stored.first() + i));
    }
    whole.add(stored);
  }

  /** Writes what was gathered, and the row of the collection, which stands for all of it. */
  public void finish() {
    sweep(SWEPT_AT_ONCE);
    if (!changed) {
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
