package dev.cairn.bench.contender;

import dev.cairn.bench.data.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Selector.Candidate;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Supplies sample records of each kind for tests, with odd values among them. */
final class Samples {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00.123456789Z");

  static final List<Note> NOTES = Note.all().subList(0, 300);

  /** The second site's name begins with the first one's. */
  static final List<String> URLS =
      List.of(
          "https://shop-1.example.com/page",
          "https://shop-1.example.com.example.org/page",
          "https://shop-1.example.com:8443/page",
          "http://shop-2.example.com");

  static final List<Selector> SELECTORS =
      IntStream.range(0, 60).mapToObj(Samples::selector).toList();

  static final List<Episode> EPISODES = IntStream.range(0, 200).mapToObj(Samples::episode).toList();

  static final Comparator<Episode> NEWEST_FIRST =
      Comparator.comparing(Episode::happenedAt).thenComparing(Episode::id).reversed();

  private Samples() {}

  private static String url(int number) {
    return URLS.get(number % URLS.size());
  }

  private static Selector selector(int number) {
    Candidate primary =
        new Candidate(
            "#box-" + number, 1 + number % 4, number % 3, Math.min(number % 2, number % 3));
    Candidate fallback = new Candidate("input[name='q" + number + "']", 1, 0, 0);
    long successes = primary.successes() + fallback.successes();
    return new Selector(
        SiteName.of(url(number)),
        "purpose " + number,
        number % 5 == 0 ? List.of(primary) : List.of(primary, fallback),
        number % 5 == 0 ? primary.successes() : successes,
        primary.failures(),
        1,
        Instant.parse("2026-02-01T00:00:00Z"));
  }

  /** Each a moment after the one before, and not in the order of their ids. */
  private static Episode episode(int number) {
    return new Episode(
        "episode-" + (number * 7919) % 1000,
        "find a price",
        number % 3 == 0 ? Optional.empty() : Optional.of(url(number)),
        Optional.of(SiteName.of(url(number))),
        number % 2 == 0 ? Optional.empty() : Optional.of("agent"),
        number % 3 == 0 ? Outcome.FAILURE : Outcome.SUCCESS,
        number % 4 == 0 ? List.of() : List.of("open", "search"),
        "result " + number,
        FIRST.plusSeconds(number / 10).plusNanos(number % 10));
  }
}
