package dev.cairn.maintenance;

import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.lmdb.pages.Leaf;
import dev.cairn.internal.lmdb.pages.Survey;
import dev.cairn.internal.lmdb.pages.Survey.Trust;
import dev.cairn.internal.stored.CatalogueCheck;
import dev.cairn.stored.StoredTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads all entries that the pages of a damaged data file may hold, in the order of their keys.
 *
 * <p>Entries that several pages hold under one key come together, the most trusted first. It needs
 * memory for a key of each page, and for those pages that overlap.
 */
final class FoundRows {
  private final Survey survey;
  private final List<Start> starts = new ArrayList<>();
  private final Map<Trust, Map<byte[], byte[]>> catalogue = new EnumMap<>(Trust.class);
  private final PriorityQueue<Open> open =
      new PriorityQueue<>(
          Comparator.comparing(Open::key, Arrays::compareUnsigned).thenComparing(Open::trust));
  private int opened;

  /** A page that holds entries, and the first of their keys. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Start(byte[] key, long page, Trust trust) {}

  /** A page that is being read. */
  private record Open(Leaf leaf, Trust trust) {
    byte[] key() {
      byte[] key = leaf.key();
      if (key == null) {
        throw new IllegalStateException("the page has been read to its end");
      }
      return key;
    }
  }

  /** An entry, and the trust in it. */
  record Found(Entry entry, Trust trust) {}

  FoundRows(Survey survey) throws IOException {
    this.survey = survey;
    for (Trust trust : Trust.values()) {
      catalogue.put(trust, new TreeMap<>(Arrays::compareUnsigned));
    }
    for (long page = 2; page < survey.pages(); page++) {
      Trust trust = survey.trust(page);
      Leaf leaf = survey.leaf(page);
      byte[] first = leaf.key();
      if (first != null && trust != Trust.NONE) {
        starts.add(new Start(first, page, trust));
      }
      if (holdsCatalogue(page)) {
        for (byte[] key = first; key != null; key = leaf.key()) {
          keepCatalogue(leaf.entry(), trust);
        }
      }
    }
    starts.sort(Comparator.comparing(Start::key, Arrays::compareUnsigned));
  }

  private boolean holdsCatalogue(long page) throws IOException {
    Leaf leaf = survey.leaf(page);
    for (byte[] key = leaf.key(); key != null; key = leaf.key()) {
      if (StoredTables.isOfCatalogue(key)) {
        return true;
      }
      leaf.pass();
    }
    return false;
  }

  /**
   * Keeps a row of the catalogue. The rows of a table never change, so an old copy is better than
   * none. The rows of an index are deleted with the index, and its id may be another's by now.
   */
  private void keepCatalogue(Entry entry, Trust trust) {
    byte[] value = entry.value();
    if (value == null || value.length == 0) {
      return; // an index entry, or nothing
    }
    if (CatalogueCheck.isSound(entry.key(), value)) {
      keep(entry.key(), value, trust);
    } else if (trust != Trust.NONE && !StoredTables.isSealed(entry.key(), value)) {
      CatalogueCheck.mend(entry.key(), value)
          .ifPresent(row -> keep(row.getKey(), row.getValue(), trust));
    }
  }

  private void keep(byte[] key, byte[] value, Trust trust) {
    rows(trust).putIfAbsent(key, value);
  }

  private Map<byte[], byte[]> rows(Trust trust) {
    return Objects.requireNonNull(catalogue.get(trust));
  }

  /** Returns the possible rows of the catalogue, the most trusted first. */
  Collection<Map<byte[], byte[]>> catalogue() {
    return catalogue.values();
  }

  /** Returns the entries that were found under the next key, or null at the end. */
  @Nullable List<Found> next() throws IOException {
    openUpTo(open.isEmpty() ? null : open.peek().key());
    Open least = open.peek();
    if (least == null) {
      return null;
    }
    byte[] key = least.key();
    List<Found> found = new ArrayList<>(1);
    while (!open.isEmpty() && Arrays.equals(open.peek().key(), key)) {
      Open page = open.remove();
      found.add(new Found(page.leaf().entry(), page.trust()));
      if (page.leaf().key() != null) {
        open.add(page);
      }
    }
    return found;
  }

  /** Opens every page that begins with this key or before; with null, those that begin first. */
  private void openUpTo(byte @Nullable [] key) throws IOException {
    byte[] upTo = key;
    while (opened < starts.size()) {
      Start start = starts.get(opened);
      if (upTo != null && Arrays.compareUnsigned(start.key(), upTo) > 0) {
        return;
      }
      opened++;
      open.add(new Open(survey.leaf(start.page()), start.trust()));
      upTo = upTo == null ? start.key() : upTo;
    }
  }
}
