package dev.cairn.sites;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Defines the tables of sites: one row for each known site, and one for each of its selectors,
 * quirks and action patterns.
 */
final class SiteTables {
  /** Has no index by visits: each visit, the most frequent write, would have to change it. */
  static final Table<String, Site> SITES =
      Table.named("sites").keyedBy(Keys.string()).holding(Site.class);

  static final Table<SitePurpose, Selector> SELECTORS =
      Table.named("selectors").keyedBy(Keys.record(SitePurpose.class)).holding(Selector.class);

  static final Table<SiteDescription, Quirk> QUIRKS =
      Table.named("quirks").keyedBy(Keys.record(SiteDescription.class)).holding(Quirk.class);

  static final Table<SiteTask, ActionPattern> PATTERNS =
      Table.named("patterns").keyedBy(Keys.record(SiteTask.class)).holding(ActionPattern.class);

  private SiteTables() {}

  /**
   * The key of a selector. The purpose is in its short form, as are the texts of the other keys.
   */
  record SitePurpose(String site, String purpose) {
    /** Compares the purpose first: most often both are the same object, a literal. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SitePurpose that
          && purpose.equals(that.purpose)
          && site.equals(that.site);
    }

    @Override
    public int hashCode() {
      return 31 * site.hashCode() + purpose.hashCode();
    }
  }

  record SiteDescription(String site, String description) {}

  record SiteTask(String site, String task) {}
}
