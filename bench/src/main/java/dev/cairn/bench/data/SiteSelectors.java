package dev.cairn.bench.data;

import dev.cairn.sites.Selector;
import dev.cairn.sites.Selector.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Generates page-element selectors for a benchmark: {@value #PER_SITE} for each of 200 sites, each
 * with one fallback.
 */
public final class SiteSelectors {
  /** The number of selectors of all sites together. */
  public static final int COUNT = 10_000;

  /** The number of selectors of a site that has any. */
  public static final int PER_SITE = 50;

  /** Of so many sites in a row, the first has selectors. */
  public static final int EVERY = SiteUrls.COUNT / (COUNT / PER_SITE);

  private static final Instant UPDATED = Instant.parse("2026-02-01T00:00:00Z");

  private SiteSelectors() {}

  /** Returns the selectors. */
  public static List<Selector> all() {
    return IntStream.range(0, COUNT).mapToObj(SiteSelectors::of).toList();
  }

  private static Selector of(int number) {
    int tries = 1 + number % 7; // a candidate that never worked has failed last
    return new Selector(
        SiteUrls.name(site(number)),
        purpose(number),
        List.of(
            new Candidate("form > button[name='b" + number % PER_SITE + "']", tries, 1, 0),
            new Candidate("#button-" + number % PER_SITE, 1, 0, 0)),
        tries + 1,
        1,
        1,
        UPDATED.plusSeconds(number));
  }

  private static int site(int number) {
    return number / PER_SITE * EVERY;
  }

  private static String purpose(int number) {
    return "button_" + Digits.of(number % PER_SITE, 2);
  }

  /** Returns for each selector the URL of a page of its site, a page for each, new strings. */
  public static List<String> urls() {
    return IntStream.range(0, COUNT)
        .mapToObj(number -> SiteUrls.url(site(number), number % PER_SITE))
        .toList();
  }

  /** Returns for each selector its purpose: each is one string, as it is a literal in a program. */
  public static List<String> purposes() {
    List<String> literals = IntStream.range(0, PER_SITE).mapToObj(SiteSelectors::purpose).toList();
    return IntStream.range(0, COUNT).mapToObj(number -> literals.get(number % PER_SITE)).toList();
  }

  /** Returns a URL of each site that has selectors, new strings each time. */
  public static List<String> sites() {
    return IntStream.range(0, COUNT / PER_SITE)
        .mapToObj(site -> SiteUrls.url(site * EVERY, 1))
        .toList();
  }
}
