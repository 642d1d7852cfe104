package dev.cairn.internal.documents.upkeep;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.Collection.Taken;
import dev.cairn.internal.documents.CollectionWriter;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.internal.documents.DocumentTables.Place;
import dev.cairn.internal.documents.Matching;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.internal.words.Analysed;
import dev.cairn.internal.words.Analysis;
import dev.cairn.internal.words.WordIndex;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Makes anew all that follows from the documents of a collection: under a new number, document by
 * document in small transactions, and then removes what has the old one.
 *
 * <p>A document tells by the number in its row whether it was done. So other writers go on
 * meanwhile, and one that replaces or deletes a document does it right before and after. Texts are
 * analysed before the transaction that indexes them.
 */
public final class Rebuilding {
  /** The most documents that a transaction indexes. */
  private static final int AT_ONCE = 50;

  /** The characters with which a transaction indexes no further document. */
  private static final int CHARACTERS_AT_ONCE = 200_000;

  private static final int REMOVED_AT_ONCE = 500;

  private final Collection collection;
  private final Transactor transactor;
  private final Function<String, List<Place>> chunker;
  private final Instant now;

  public Rebuilding(
      Collection collection,
      Transactor transactor,
      Function<String, List<Place>> chunker,
      Instant now) {
    this.collection = collection;
    this.transactor = transactor;
    this.chunker = chunker;
    this.now = now;
  }

  /** Rebuilds, and returns the number of documents. */
  public long run() {
    Counted counted = transactor.read(this::counted);
    int number = transactor.write(tx -> begin(tx, counted, true));
    if (number == 0) {
      return 0;
    }
    long documents = 0;
    Scan all = Scan.prefix(collection.name());
    Batch batch = transactor.read(tx -> batch(tx, all));
    while (!batch.keys().isEmpty()) {
      List<Read> some = batch.read();
      documents += some.isEmpty() ? 0 : transactor.write(tx -> index(tx, some));
      DocumentKey last = batch.keys().get(batch.keys().size() - 1);
      batch = transactor.read(tx -> batch(tx, all.from(last.id() + "\0")));
    }
    clear();
    clearVectors(number);
    return documents;
  }

  /** The numbers that documents had taken when the collection had changed so often. */
  private record Counted(long changes, Taken taken) {}

  private Counted counted(Transaction tx) {
    CollectionRow row = collection.row(tx);
    return new Counted(row == null ? -1 : row.changes(), collection.taken(tx));
  }

  /**
   * Gives the collection a new number, under which nothing is indexed yet; false if there is none.
   *
   * @param keepsVectors whether its vectors stay where they are
   */
  public boolean begin(WriteTransaction tx, boolean keepsVectors) {
    return begin(tx, counted(tx), keepsVectors) > 0;
  }

  /** Begins with a new number, and returns it; 0 if there is nothing to rebuild. */
  private int begin(WriteTransaction tx, Counted counted, boolean keepsVectors) {
    CollectionRow row = collection.row(tx);
    boolean isOfNow = (row == null ? -1 : row.changes()) == counted.changes();
    Taken taken = isOfNow ? counted.taken() : collection.taken(tx);
    if (row == null) {
      if (taken.index() == 0) {
        return 0;
      }
      CollectionRow fresh = collection.newRow(tx, taken);
      tx.put(COLLECTIONS, collection.name(), fresh);
      return fresh.number();
    }
    int number = Math.max(Collection.unusedNumber(tx), taken.index() + 1);
    String language = row.analysis().substring(0, row.analysis().lastIndexOf('-'));
    CollectionRow empty =
        new CollectionRow(
            number,
            number,
            Math.max(row.nextPassage(), taken.next()),
            0,
            0,
            0,
            row.changes() + 1,
            collection.indexes().analysis(language).version(),
            keepsVectors ? row.vectors() : null,
            null,
            keepsVectors ? row.embeddedBefore() : 0);
    tx.put(COLLECTIONS, collection.name(), empty);
    return number;
  }

  /** Documents that follow one another, and those of them that are not indexed, analysed. */
  private record Batch(List<DocumentKey> keys, List<Read> read) {}

  /** A document as it was read, with its passages and the words of each. */
  private record Read(DocumentRow stored, List<Place> places, List<Analysed> words) {
    boolean isOf(DocumentRow now) {
      return now.index() == stored.index()
          && now.first() == stored.first()
          && now.hash().equals(stored.hash());
    }
  }

  private Batch batch(Transaction tx, Scan scan) {
    Batch batch = new Batch(new ArrayList<>(), new ArrayList<>());
    CollectionRow row = collection.row(tx);
    if (row == null) {
      return batch;
    }
    Analysis analysis = collection.analysis(row);
    long characters = 0;
    try (Stream<Row<DocumentKey, DocumentRow>> rows = tx.scan(DOCUMENTS, scan.limit(AT_ONCE))) {
      Iterator<Row<DocumentKey, DocumentRow>> each = rows.iterator();
      while (characters < CHARACTERS_AT_ONCE && each.hasNext()) {
        DocumentRow stored = each.next().value();
        batch.keys().add(stored.key());
        if (stored.index() != row.number()) {
          batch.read().add(read(tx, stored, analysis));
          characters += stored.text().length();
        }
      }
    }
    return batch;
  }

  private Read read(Transaction tx, DocumentRow stored, Analysis analysis) {
    List<Place> places = places(tx, stored);
    List<Analysed> words = new ArrayList<>(places.size());
    places.forEach(place -> words.add(analysis.analyse(place.of(stored.text()))));
    return new Read(stored, places, words);
  }

  private long index(WriteTransaction tx, List<Read> read) {
    CollectionRow row = collection.row(tx);
    if (row == null) {
      return 0;
    }
    CollectionWriter writer = new CollectionWriter(tx, collection, now);
    Analysis analysis = collection.analysis(row);
    long done = 0;
    for (Read each : read) {
      DocumentRow stored = tx.get(DOCUMENTS, each.stored().key()).orElse(null);
      if (stored != null && stored.index() != row.number()) {
        // Only another rebuild can have changed what was read.
        Read same = each.isOf(stored) ? each : read(tx, stored, analysis);
        writer.index(stored, same.places(), same.words());
        done++;
      }
    }
    writer.finish();
    return done;
  }

  /**
   * Returns the passages that a document had, if they can be read or it has a single one, or else
   * those of the chunker.
   */
  private List<Place> places(Transaction tx, DocumentRow stored) {
    List<Place> whole = List.of(new Place(0, stored.text().length()));
    if (whole.hashCode() == stored.cut()) { // so is each document with a vector of the caller's
      return whole;
    }
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < stored.passages(); i++) {
      Optional<PassageRow> place =
          tx.get(PASSAGES, new PassageKey(stored.index(), stored.first() + i));
      place.ifPresent(found -> places.add(new Place(found.start(), found.end())));
    }
    return places.hashCode() == stored.cut() ? places : chunker.apply(stored.text());
  }

  /**
   * Removes what has a number that no collection has any more, nor a document that a rebuild has
   * not reached and whose passages it is to read.
   */
  public void clear() {
    Set<Integer> used = new HashSet<>();
    int[] greatest = new int[1];
    transactor.read(
        tx -> {
          tx.scan(COLLECTIONS, Scan.all())
              .map(Row::value)
              .forEach(
                  row -> {
                    used.add(row.number());
                    if (row.vectors() != null) {
                      used.add(row.vectors().number());
                    }
                    if (row.next() != null) {
                      used.add(row.next().space().number());
                    }
                    greatest[0] = Math.max(greatest[0], row.greatestNumber());
                  });
          tx.scan(DOCUMENTS, Scan.all()).forEach(row -> used.add(row.value().index()));
          return "";
        });
    for (int number = 1; number <= greatest[0]; number++) {
      int unused = number;
      boolean more = !used.contains(number);
      while (more) {
        more = transactor.write(tx -> clear(tx, unused));
      }
    }
  }

  private static boolean clear(WriteTransaction tx, int number) {
    List<PassageKey> passages =
        tx.scan(PASSAGES, Scan.prefix(number).limit(REMOVED_AT_ONCE)).map(Row::key).toList();
    passages.forEach(key -> tx.remove(PASSAGES, key));
    boolean more = passages.size() == REMOVED_AT_ONCE;
    more |= Matching.FIELDS.clear(tx, number, REMOVED_AT_ONCE);
    more |= WordIndex.clear(tx, number, REMOVED_AT_ONCE);
    more |= VectorIndex.clear(tx, number, REMOVED_AT_ONCE);
    return more;
  }

  /**
   * Removes the vectors of no passage, once all documents have the number of this rebuild: one that
   * has begun after it may still need them.
   */
  private void clearVectors(int number) {
    long[] strays = transactor.read(tx -> strays(tx, number));
    for (int from = 0; from < strays.length; from += REMOVED_AT_ONCE) {
      long[] some =
          Arrays.copyOfRange(strays, from, Math.min(from + REMOVED_AT_ONCE, strays.length));
      transactor.write(tx -> clearVectors(tx, number, some));
    }
  }

  private long[] strays(Transaction tx, int number) {
    CollectionRow row = collection.row(tx);
    LongStream.Builder strays = LongStream.builder();
    if (row != null && row.number() == number && row.vectors() != null) {
      VectorIndex.forEachPassage(
          tx,
          row.vectors().number(),
          passage -> {
            if (tx.get(PASSAGES, new PassageKey(number, passage)).isEmpty()) {
              strays.add(passage);
            }
          });
    }
    return strays.build().toArray();
  }

  private boolean clearVectors(WriteTransaction tx, int number, long[] strays) {
    CollectionRow row = collection.row(tx);
    if (row == null || row.number() != number || row.vectors() == null) {
      return false;
    }
    VectorIndex vectors = collection.indexes().vectors(row.vectors().dimension());
    for (long passage : strays) {
      vectors.remove(tx, row.vectors().number(), passage);
    }
    tx.put(COLLECTIONS, collection.name(), row.changedOnceMore());
    return true;
  }
}
