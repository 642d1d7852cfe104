package dev.cairn.sites;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * The tables of sites: a row for each site that anything is known of, and one for each thing that
 * is known.
 */
final class SiteTables {
  /**
   * Without an index by visits, which each visit would have to change: visits are what is frequent.
   */
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
   * The key of a selector; the purpose is in its short form, as the texts of the other keys are.
   */
  record SitePurpose(String site, String purpose) {
    /** The purpose first: most often it is the very same string, a literal of the program. */
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
