package dev.cairn.bench.data;

import dev.cairn.episodes.Episode;
import dev.cairn.values.Outcome;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Generates episodes, which are recorded tasks of agents, in the order of their times: {@value
 * #PER_SITE} at each site, whatever their total number. The episodes of one site are as far apart
 * as possible, since an agent goes to another site each time.
 *
 * @param count the number of all episodes
 */
public record SiteEpisodes(int count) implements Iterable<Episode> {
  /** The number of episodes of each site. */
  public static final int PER_SITE = 50;

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int AGENTS = 32;

  @Override
  public Iterator<Episode> iterator() {
    return IntStream.range(0, count).mapToObj(this::of).iterator();
  }

  private Episode of(int number) {
    int site = number % sites();
    return new Episode(
        id(number),
        "find the price of article " + number % 1000,
        Optional.of(url(site)),
        Optional.of(name(site)),
        Optional.of("agent-" + Digits.of(number % AGENTS, 2)),
        number % 5 == 0 ? Outcome.FAILURE : Outcome.SUCCESS,
        List.of("open the page", "type into #search", "click the first result"),
        number % 5 == 0 ? "the result did not load" : "EUR " + number % 500 + ".95",
        FIRST.plusMillis(250L * number));
  }

  /** Returns how many sites there are. */
  public int sites() {
    return count / PER_SITE;
  }

  /** Returns the ids of a site's newest episodes, the newest first. */
  public List<String> newest(int site, int limit) {
    return IntStream.rangeClosed(1, limit)
        .mapToObj(back -> id((PER_SITE - back) * sites() + site))
        .toList();
  }

  /** Returns a URL of a site. */
  public String url(int site) {
    return "https://" + name(site) + "/articles";
  }

  private static String name(int site) {
    return "shop-" + Digits.of(site, 6) + ".example.com";
  }

  private static String id(int number) {
    return "episode-" + Digits.of(number, 8);
  }
}
