package dev.cairn.bench.contender;

import static dev.cairn.bench.contender.RowKind.SEPARATOR;

import dev.cairn.episodes.Episode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Episodes by id, with an index by site that is kept as rows too. */
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
    Map<String, Episode> rows = new LinkedHashMap<>();
    Map<String, String> index = new LinkedHashMap<>();
    for (Episode episode : all) {
      rows.put(episode.id(), episode);
      index.put(indexKey(episode), episode.id());
    }
    episodes.load(rows);
    bySite.load(index);
  }

  /** The site, then what is left until the end of time, so that the newest comes first. */
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
