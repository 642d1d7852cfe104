package dev.cairn.bench.contender;

import static dev.cairn.bench.contender.RowKind.SEPARATOR;

import dev.cairn.episodes.Episode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Indexes episodes, which are recorded tasks of agents, by site in a store that has no indexes,
 * with a second row for each.
 */
final class IndexedEpisodes implements EpisodeRows {
  private static final long NANOS = 1_000_000_000;

  private final Rows<Episode> episodes;
  private final Rows<String> bySite;

  IndexedEpisodes(Rows<Episode> episodes, Rows<String> bySite) {
    this.episodes = episodes;
    this.bySite = bySite;
  }

  @Override
  public void load(List<Episode> all) {
    List<Map.Entry<String, Episode>> rows = new ArrayList<>();
    List<Map.Entry<String, String>> index = new ArrayList<>();
    for (Episode episode : all) {
      rows.add(Map.entry(episode.id(), episode));
      index.add(Map.entry(indexKey(episode), episode.id()));
    }
    episodes.load(rows);
    bySite.load(index);
  }

  /**
   * Returns the site, then the largest long minus the episode's time in nanoseconds, so that the
   * newest episode comes first, then the id.
   */
  private static String indexKey(Episode episode) {
    Instant at = episode.happenedAt();
    long left = Long.MAX_VALUE - (at.getEpochSecond() * NANOS + at.getNano());
    return episode.site().orElseThrow()
        + SEPARATOR
        + "%019d".formatted(left)
        + SEPARATOR
        + episode.id();
  }

  @Override
  public List<Episode> newest(String site, int limit) {
    return bySite.scan(site + SEPARATOR, limit).stream()
        .map(id -> Rows.present(id, episodes.get(id)))
        .toList();
  }
}
