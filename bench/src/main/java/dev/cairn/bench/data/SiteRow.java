package dev.cairn.bench.data;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The record with which dump and restore are measured: a web site, about 300 bytes when stored.
 *
 * @param name the site's name, its key
 * @param title its title
 * @param summary an agent's note about it
 * @param languages its languages
 * @param visits the number of visits by agents
 * @param totalTime the total time of the visits
 * @param rating its usefulness
 * @param secure whether it was reached by HTTPS
 * @param firstVisit the time of the first visit
 * @param lastVisit the time of the last visit
 */
public record SiteRow(
    String name,
    String title,
    String summary,
    List<String> languages,
    long visits,
    Duration totalTime,
    double rating,
    boolean secure,
    Instant firstVisit,
    Instant lastVisit) {

  /** Site rows by name. */
  public static final Table<String, SiteRow> TABLE =
      Table.named("site-rows").keyedBy(Keys.string()).holding(SiteRow.class);

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  /** Keeps its own copy of the list. */
  public SiteRow {
    languages = List.copyOf(languages);
  }

  /** Returns the row of a number; names order as numbers do. */
  public static SiteRow of(int number) {
    String name = "shop-%07d.example.com".formatted(number);
    return new SiteRow(
        name,
        "Shop number %d: \"tea & coffee\" – everything for the kitchen".formatted(number),
        "The search box opens on a click only; results come after %d ms, in pages of %d. "
                .formatted(number % 2000, number % 50)
            + "The basket asks for a postcode first, and the third step may be left out.",
        List.of("en", "de", "pt-BR"),
        number % 1000,
        Duration.ofMillis(1500L * (number % 1000)),
        1.0 / (1 + number % 7),
        number % 3 != 0,
        FIRST.plusSeconds(number),
        FIRST.plusSeconds(3L * number).plusNanos(123_456L * (number % 1000)));
  }
}
