package dev.cairn.episodes;

import static dev.cairn.episodes.EpisodeTable.EPISODES;

import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.SiteName;
import java.util.List;
import java.util.Optional;

/**
 * Updates the site names in stored episodes from the old rules for international names (IDNA 2003)
 * to today's. Each transaction updates a few episodes.
 */
final class FormerSites {
  /** Episodes in one transaction: few enough that no other writer waits long. */
  static final int BATCH = 500;

  private final Transactor transactor;

  FormerSites(Transactor transactor) {
    this.transactor = transactor;
  }

  int move() {
    // Read beforehand, so that a transaction only has to look at the few that change.
    List<String> outdated =
        transactor.read(
            tx ->
                tx.scan(EPISODES, Scan.all())
                    .filter(row -> today(row.value()).isPresent())
                    .map(Row::key)
                    .toList());
    int moved = 0;
    for (int i = 0; i < outdated.size(); i += BATCH) {
      List<String> batch = outdated.subList(i, Math.min(i + BATCH, outdated.size()));
      moved += transactor.write(tx -> move(tx, batch));
    }
    return moved;
  }

  private static int move(WriteTransaction tx, List<String> ids) {
    int moved = 0;
    for (String id : ids) {
      Optional<Episode> corrected = tx.get(EPISODES, id).flatMap(FormerSites::today);
      corrected.ifPresent(episode -> tx.put(EPISODES, id, episode));
      moved += corrected.isPresent() ? 1 : 0;
    }
    return moved;
  }

  /** Returns the episode with the name that its site has today, if that is another one. */
  private static Optional<Episode> today(Episode episode) {
    if (episode.url().isEmpty() || episode.site().isEmpty()) {
      return Optional.empty();
    }
    String url = episode.url().get();
    String site = episode.site().get();
    try {
      String today = SiteName.of(url);
      return today.equals(site) || !SiteName.wasOf(url, site)
          ? Optional.empty()
          : Optional.of(episode.withSite(today));
    } catch (IllegalArgumentException e) {
      // The URL names no site by the rules of today, so the episode keeps its site.
      return Optional.empty();
    }
  }
}
