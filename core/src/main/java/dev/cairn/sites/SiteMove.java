package dev.cairn.sites;

import static dev.cairn.sites.SiteTables.PATTERNS;
import static dev.cairn.sites.SiteTables.QUIRKS;
import static dev.cairn.sites.SiteTables.SELECTORS;
import static dev.cairn.sites.SiteTables.SITES;

import dev.cairn.sites.SiteTables.SiteDescription;
import dev.cairn.sites.SiteTables.SitePurpose;
import dev.cairn.sites.SiteTables.SiteTask;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.SiteName;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Renames a site: moves its rows to another name, and merges them with rows that already have that
 * name.
 */
final class SiteMove {
  private final WriteTransaction tx;
  private final String from;
  private final String to;

  SiteMove(WriteTransaction tx, String from, String to) {
    this.tx = tx;
    this.from = from;
    this.to = to;
  }

  /** Moves the rows; false if the site is not known, or is the other site. */
  boolean run() {
    Optional<Site> site = tx.get(SITES, from);
    if (site.isEmpty() || from.equals(to)) {
      return false;
    }
    tx.remove(SITES, from);
    put(SITES, to, site.get().named(to), Site::plus);
    move(SELECTORS, key -> new SitePurpose(to, key.purpose()), row -> row.at(to), Selector::plus);
    move(QUIRKS, key -> new SiteDescription(to, key.description()), row -> row.at(to), Quirk::plus);
    move(PATTERNS, key -> new SiteTask(to, key.task()), row -> row.at(to), ActionPattern::plus);
    return true;
  }

  /** Moves each site that has a former name, in a write of its own, and returns how many. */
  static int toNamesOfToday(Transactor transactor, List<Site> sites) {
    int moved = 0;
    for (Site site : sites) {
      String today = SiteName.today(site.name());
      if (!today.equals(site.name())) {
        moved += transactor.write(tx -> new SiteMove(tx, site.name(), today).run()) ? 1 : 0;
      }
    }
    return moved;
  }

  private <K, V extends Record> void move(
      Table<K, V> table,
      UnaryOperator<K> newKey,
      UnaryOperator<V> newValue,
      BinaryOperator<V> merge) {
    // Collected first: a scan must not run over rows that are being written.
    List<Row<K, V>> rows = tx.scan(table, Scan.prefix(from)).toList();
    for (Row<K, V> row : rows) {
      tx.remove(table, row.key());
      put(table, newKey.apply(row.key()), newValue.apply(row.value()), merge);
    }
  }

  private <K, V extends Record> void put(
      Table<K, V> table, K key, V value, BinaryOperator<V> merge) {
    tx.update(table, key, known -> known.map(there -> merge.apply(there, value)).orElse(value));
  }
}
