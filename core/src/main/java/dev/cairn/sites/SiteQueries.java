package dev.cairn.sites;

import static dev.cairn.sites.SiteTables.SITES;

import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.util.List;
import java.util.Optional;

/** Defines the queries about sites whose results are cached; {@link Sites} documents them. */
final class SiteQueries {
  private SiteQueries() {}

  record SelectorsOf(String site) implements Query<Transaction, List<Selector>> {
    @Override
    public List<Selector> answer(Transaction tx) {
      return SiteRows.selectors(tx, site);
    }
  }

  record QuirksOf(String site) implements Query<Transaction, List<Quirk>> {
    @Override
    public List<Quirk> answer(Transaction tx) {
      return SiteRows.quirks(tx, site);
    }
  }

  record PatternsOf(String site) implements Query<Transaction, List<ActionPattern>> {
    @Override
    public List<ActionPattern> answer(Transaction tx) {
      return SiteRows.patterns(tx, site);
    }
  }

  record ProfileOf(String site) implements Query<Transaction, Optional<SiteProfile>> {
    @Override
    public Optional<SiteProfile> answer(Transaction tx) {
      return tx.get(SITES, site).map(known -> SiteRows.profile(tx, known));
    }
  }

  record PromptContextOf(String site, int maxChars) implements Query<Transaction, String> {
    @Override
    public String answer(Transaction tx) {
      return new ProfileOf(site)
          .answer(tx)
          .map(known -> PromptContext.of(known, maxChars))
          .orElse("");
    }
  }

  record MostVisited(int limit) implements Query<Transaction, List<Site>> {
    @Override
    public List<Site> answer(Transaction tx) {
      return tx.scan(SITES, Scan.all())
          .map(Row::value)
          .sorted(Site.MOST_VISITED_FIRST)
          .limit(limit)
          .toList();
    }
  }

  record SiteCount() implements Query<Transaction, Long> {
    @Override
    public Long answer(Transaction tx) {
      return tx.count(SITES, Scan.all());
    }
  }
}
