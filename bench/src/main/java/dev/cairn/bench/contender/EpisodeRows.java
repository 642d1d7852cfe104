package dev.cairn.bench.contender;

import dev.cairn.episodes.Episode;
import java.util.List;

/**
 * Stores the episodes of a benchmark, which are recorded tasks of agents, and finds those of one
 * site, newest first. Thread-safe.
 */
interface EpisodeRows {

  /** Stores many episodes, all of which have a site, in one transaction or a few. */
  void load(List<Episode> episodes);

  /** Reads the newest episodes of a site, the newest first. */
  List<Episode> newest(String site, int limit);
}
