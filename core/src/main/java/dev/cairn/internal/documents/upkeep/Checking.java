package dev.cairn.internal.documents.upkeep;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.Matching;
import dev.cairn.internal.postings.Postings;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.internal.words.Analysed;
import dev.cairn.internal.words.Analysis;
import dev.cairn.internal.words.WordIndex;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what follows from the documents of a collection with the documents, in one snapshot. It
 * compares sums of fingerprints, so that it needs no memory that grows with the collection.
 */
public final class Checking {
  private final Transaction tx;
  private final Collection collection;
  private final List<String> problems = new ArrayList<>();
  private long documents;
  private long passages;
  private long words;
  private long fieldsPrint;
  private long wordsPrint;
  private long vectors;

  public Checking(Transaction tx, Collection collection) {
    this.tx = tx;
    this.collection = collection;
  }

  /** Returns what is wrong; nothing if the collection does not exist, and has no documents. */
  public List<String> problems() {
    CollectionRow row = collection.row(tx);
    if (row == null) {
      long lost = tx.count(DOCUMENTS, Scan.prefix(collection.name()));
      return lost == 0
          ? List.of()
          : List.of("the collection has %,d documents, and lost its own row".formatted(lost));
    }
    Analysis analysis = collection.analysis(row);
    Space space = row.vectors();
    tx.scan(DOCUMENTS, Scan.prefix(collection.name()))
        .forEach(each -> add(each.value(), row, analysis));
    compare("documents", row.documents(), documents);
    compare("passages", row.passages(), passages);
    compare("words", row.words(), words);
    compare("rows of passages", tx.count(PASSAGES, Scan.prefix(row.number())), passages);
    if (fieldsPrint != Matching.FIELDS.fingerprint(tx, row.number())) {
      problems.add("the index of metadata differs from that of the documents");
    }
    if (wordsPrint != WordIndex.fingerprint(tx, row.number())) {
      problems.add("the index of words differs from that of the documents");
    }
    if (space != null) {
      long[] all = new long[1];
      VectorIndex.forEachPassage(tx, space.number(), passage -> all[0]++);
      if (all[0] != vectors) {
        problems.add(
            "there are %,d vectors, of which %,d belong to passages".formatted(all[0], vectors));
      }
    }
    return List.copyOf(problems);
  }

  private void compare(String what, long kept, long found) {
    if (kept != found) {
      problems.add("the collection counts %,d %s, and has %,d".formatted(kept, what, found));
    }
  }

  private void add(DocumentRow document, CollectionRow row, Analysis analysis) {
    if (document.index() != row.number()) {
      problems.add("document '%s' was not indexed".formatted(document.key().id()));
      return;
    }
    documents++;
    for (byte[] key : FieldKey.of(document)) {
      fieldsPrint += Postings.fingerprint(key, document.first(), document.passages());
    }
    for (int i = 0; i < document.passages(); i++) {
      long passage = document.first() + i;
      Optional<PassageRow> found = tx.get(PASSAGES, new PassageKey(row.number(), passage));
      if (found.isPresent() && found.get().document().equals(document.key().id())) {
        PassageRow place = found.get();
        if (!isWithin(place, document)) {
          continue;
        }
        Analysed analysed = analysis.analyse(document.text().substring(place.start(), place.end()));
        passages++;
        words += analysed.words();
        wordsPrint += WordIndex.fingerprint(passage, analysed);
        checkVector(document, passage, place, row);
      } else {
        problems.add("document '%s' misses passage %d".formatted(document.key().id(), i));
      }
    }
  }

  private boolean isWithin(PassageRow place, DocumentRow document) {
    int length = document.text().length();
    boolean within = 0 <= place.start() && place.start() <= place.end() && place.end() <= length;
    if (!within) {
      problems.add(
          "document '%s' has a passage from %,d to %,d, and a text of %,d characters"
              .formatted(document.key().id(), place.start(), place.end(), length));
    }
    return within;
  }

  private void checkVector(
      DocumentRow document, long passage, PassageRow place, CollectionRow row) {
    Space space = row.vectors();
    if (space != null && VectorIndex.get(tx, space.number(), passage).isPresent()) {
      vectors++;
    } else if (row.embeds(document)
        && !document.text().substring(place.start(), place.end()).isBlank()) {
      problems.add(
          "document '%s' misses the vector of passage %d"
              .formatted(document.key().id(), place.ordinal()));
    }
  }
}
