package dev.cairn.sites;

import static dev.cairn.sites.SiteTables.PATTERNS;
import static dev.cairn.sites.SiteTables.QUIRKS;
import static dev.cairn.sites.SiteTables.SELECTORS;
import static dev.cairn.sites.SiteTables.SITES;

import dev.cairn.sites.SiteTables.SiteDescription;
import dev.cairn.sites.SiteTables.SitePurpose;
import dev.cairn.sites.SiteTables.SiteTask;
import dev.cairn.table.Table;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.KeyPart;
import dev.cairn.values.SiteName;
import java.util.Optional;

/**
 * Brings records of sites that were made elsewhere into a store, without a change to those that it
 * has.
 */
final class SiteCopy {
  private final WriteTransaction tx;

  SiteCopy(WriteTransaction tx) {
    this.tx = tx;
  }

  /** Returns the same profile with the names by which the tables know its sites. */
  static SiteProfile toNamesOfToday(SiteProfile profile) {
    return new SiteProfile(
        profile.site().named(SiteName.of(profile.site().name())),
        profile.selectors().stream().map(each -> each.at(SiteName.of(each.site()))).toList(),
        profile.quirks().stream().map(each -> each.at(SiteName.of(each.site()))).toList(),
        profile.patterns().stream().map(each -> each.at(SiteName.of(each.site()))).toList());
  }

  int putIfAbsent(SiteProfile profile) {
    int stored = put(profile.site()) ? 1 : 0;
    for (Selector selector : profile.selectors()) {
      stored += put(selector) ? 1 : 0;
    }
    for (Quirk quirk : profile.quirks()) {
      String description = KeyPart.shortened("description", quirk.description());
      stored += put(QUIRKS, new SiteDescription(quirk.site(), description), quirk.site(), quirk);
    }
    for (ActionPattern pattern : profile.patterns()) {
      SiteTask key = new SiteTask(pattern.site(), KeyPart.shortened("task", pattern.task()));
      stored += put(PATTERNS, key, pattern.site(), pattern);
    }
    return stored;
  }

  private boolean put(Site site) {
    Optional<Site> known = tx.get(SITES, site.name());
    boolean adds = known.isEmpty() || (known.get().visits() == 0 && site.visits() > 0);
    if (adds) {
      tx.put(SITES, site.name(), site);
    }
    return adds;
  }

  /** A row with outcomes only, of a selector that was not cached yet, gets the selector. */
  private boolean put(Selector selector) {
    SitePurpose key =
        new SitePurpose(selector.site(), KeyPart.shortened("purpose", selector.purpose()));
    Optional<Selector> known = tx.get(SELECTORS, key);
    if (known.filter(row -> row.isCached() || !selector.isCached()).isPresent()) {
      return false;
    }
    SiteRows.makeKnown(tx, selector.site());
    tx.put(SELECTORS, key, known.map(row -> row.plus(selector)).orElse(selector));
    return true;
  }

  private <K, V extends Record> int put(Table<K, V> table, K key, String site, V row) {
    if (tx.get(table, key).isPresent()) {
      return 0;
    }
    SiteRows.makeKnown(tx, site);
    tx.put(table, key, row);
    return 1;
  }
}
