package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.internal.documents.DocumentTables.Place;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.internal.words.WordIndex;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes anew all that follows from the documents of a collection: under a new number, document by
 * document in small transactions, and then removes what has the old one.
 *
 * <p>A document tells by the number in its row whether it was done. So other writers go on
 * meanwhile, and one that replaces or deletes a document does it right before and after.
 */
public final class Rebuilding {
  private static final int AT_ONCE = 50;
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
    if (!transactor.write(tx -> begin(tx, true))) {
      return 0;
    }
    long documents = 0;
    Scan all = Scan.prefix(collection.name());
    List<DocumentKey> keys = keys(all);
    while (!keys.isEmpty()) {
      List<DocumentKey> some = keys;
      documents += transactor.write(tx -> index(tx, some));
      DocumentKey last = keys.get(keys.size() - 1);
      keys = keys(all.from(last.id() + "\0"));
    }
    clear();
    return documents;
  }

  private List<DocumentKey> keys(Scan scan) {
    return transactor.read(tx -> tx.scan(DOCUMENTS, scan.limit(AT_ONCE)).map(Row::key).toList());
  }

  /**
   * Gives the collection a new number, under which nothing is indexed yet; false if there is none.
   *
   * @param keepsVectors whether its vectors stay where they are
   */
  public boolean begin(WriteTransaction tx, boolean keepsVectors) {
    CollectionRow row = collection.row(tx);
    if (row == null) {
      return false;
    }
    // A store that was merged with another one may have greater numbers than its own.
    long next =
        tx.scan(DOCUMENTS, Scan.prefix(collection.name()))
            .mapToLong(each -> each.value().first() + each.value().passages())
            .reduce(row.nextPassage(), Math::max);
    int number = Collection.unusedNumber(tx);
    String language = row.analysis().substring(0, row.analysis().lastIndexOf('-'));
    CollectionRow empty =
        new CollectionRow(
            number,
            number,
            next,
            0,
            0,
            0,
            row.changes() + 1,
            collection.indexes().analysis(language).version(),
            keepsVectors ? row.vectors() : null,
            null);
    tx.put(COLLECTIONS, collection.name(), empty);
    return true;
  }

  private long index(WriteTransaction tx, List<DocumentKey> keys) {
    CollectionRow row = collection.row(tx);
    if (row == null) {
      return 0;
    }
    CollectionWriter writer = new CollectionWriter(tx, collection, now);
    long done = 0;
    for (DocumentKey key : keys) {
      Optional<DocumentRow> stored =
          tx.get(DOCUMENTS, key).filter(found -> found.index() != row.number());
      if (stored.isPresent()) {
        writer.index(stored.get(), spans(tx, stored.get()));
        done++;
      }
    }
    writer.finish();
    return done;
  }

  /**
   * Returns the passages that a document had, if they can be read, or else those of the chunker.
   */
  private List<Place> spans(Transaction tx, DocumentRow stored) {
    List<Place> spans = new ArrayList<>();
    for (int i = 0; i < stored.passages(); i++) {
      Optional<PassageRow> place =
          tx.get(PASSAGES, new PassageKey(stored.index(), stored.first() + i));
      place.ifPresent(found -> spans.add(new Place(found.start(), found.end())));
    }
    if (spans.hashCode() == stored.cut()) {
      return spans;
    }
    return stored.text().isBlank()
        ? List.of(new Place(0, stored.text().length()))
        : chunker.apply(stored.text());
  }

  /** Removes what has a number that no collection has any more. */
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
}
