package dev.cairn.sites;

import static dev.cairn.sites.SiteTables.PATTERNS;
import static dev.cairn.sites.SiteTables.QUIRKS;
import static dev.cairn.sites.SiteTables.SELECTORS;
import static dev.cairn.sites.SiteTables.SITES;

import dev.cairn.sites.SiteTables.SiteDescription;
import dev.cairn.sites.SiteTables.SiteTask;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads, writes and removes the rows of one web site in all tables, within a transaction.
 *
 * <p>Invariant: a site that has a row in any table has one in {@link SiteTables#SITES}.
 */
final class SiteRows {
  private SiteRows() {}

  /** Returns the site's own row, and writes it if it is missing. */
  static Site makeKnown(WriteTransaction tx, String site) {
    Optional<Site> known = tx.get(SITES, site);
    if (known.isPresent()) {
      return known.get();
    }
    Site unvisited = Site.unvisited(site);
    tx.put(SITES, site, unvisited);
    return unvisited;
  }

  /** Counts a report of a quirk. */
  static Quirk report(
      WriteTransaction tx,
      SiteDescription key,
      String description,
      String workaround,
      Instant now) {
    makeKnown(tx, key.site());
    return tx.update(
        QUIRKS,
        key,
        known ->
            known
                .orElseGet(() -> Quirk.unreported(key.site(), description, now))
                .reported(workaround, now));
  }

  /** Writes the actions of a task in place of those recorded before. */
  static ActionPattern record(
      WriteTransaction tx, SiteTask key, String task, List<String> actions, Instant now) {
    makeKnown(tx, key.site());
    return tx.update(
        PATTERNS,
        key,
        known ->
            known
                .orElseGet(() -> ActionPattern.unrecorded(key.site(), task, now))
                .recorded(actions, now));
  }

  static SiteProfile profile(Transaction tx, Site site) {
    String name = site.name();
    return new SiteProfile(site, selectors(tx, name), quirks(tx, name), patterns(tx, name));
  }

  /** Returns the cached selectors; a row may hold outcomes only. */
  static List<Selector> selectors(Transaction tx, String site) {
    return rows(tx, SELECTORS, site)
        .filter(Selector::isCached)
        .sorted(Selector.MOST_RELIABLE_FIRST)
        .toList();
  }

  static List<Quirk> quirks(Transaction tx, String site) {
    return rows(tx, QUIRKS, site).sorted(Quirk.MOST_REPORTED_FIRST).toList();
  }

  static List<ActionPattern> patterns(Transaction tx, String site) {
    return rows(tx, PATTERNS, site).sorted(ActionPattern.MOST_RECORDED_FIRST).toList();
  }

  private static <K, V extends Record> Stream<V> rows(
      Transaction tx, Table<K, V> table, String site) {
    return tx.scan(table, Scan.prefix(site)).map(Row::value);
  }

  /** Deletes all rows of the site; false if there was none. */
  static boolean remove(WriteTransaction tx, String site) {
    deleteAll(tx, SELECTORS, site);
    deleteAll(tx, QUIRKS, site);
    deleteAll(tx, PATTERNS, site);
    return tx.remove(SITES, site);
  }

  private static <K, V extends Record> void deleteAll(
      WriteTransaction tx, Table<K, V> table, String site) {
    // Collected first: a scan must not run over rows that are being deleted.
    List<K> keys = tx.scan(table, Scan.prefix(site)).map(Row::key).toList();
    keys.forEach(key -> tx.remove(table, key));
  }
}
