package dev.cairn.sites;

import static dev.cairn.sites.SiteTables.SELECTORS;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.sites.SiteTables.SitePurpose;
import dev.cairn.table.Transactor;
import dev.cairn.values.KeyPart;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Stores the page-element selectors of sites and counts their successes and failures; {@link Sites}
 * documents the methods.
 */
final class SelectorMemory {
  private final Transactor transactor;
  private final Clock clock;

  SelectorMemory(Transactor transactor, Clock clock) {
    this.transactor = transactor;
    this.clock = clock;
  }

  Selector cache(String url, String purpose, String selector, List<String> fallbacks) {
    Arguments.notBlank("selector", selector);
    Arguments.copyOf("fallbacks", fallbacks)
        .forEach(fallback -> Arguments.notBlank("a fallback", fallback));
    List<String> selectors = Stream.concat(Stream.of(selector), fallbacks.stream()).toList();
    Instant now = clock.instant();
    return change(url, purpose, now, known -> known.cached(selectors, now));
  }

  /** Counts an outcome of the selector that {@link #get} returns now. */
  Selector count(String url, String purpose, Outcome outcome) {
    boolean success = isSuccess(outcome);
    Instant now = clock.instant();
    return change(url, purpose, now, known -> known.tried(success, now));
  }

  /** Counts an outcome of a selector that the caller names. */
  Selector count(String url, String purpose, String selector, Outcome outcome) {
    Arguments.notBlank("selector", selector);
    boolean success = isSuccess(outcome);
    Instant now = clock.instant();
    return change(url, purpose, now, known -> known.tried(selector, success, now));
  }

  private static boolean isSuccess(Outcome outcome) {
    if (Arguments.notNull("outcome", outcome) == Outcome.UNKNOWN) {
      throw new IllegalArgumentException(
          "outcome is UNKNOWN; record SUCCESS or FAILURE once it is known");
    }
    return outcome == Outcome.SUCCESS;
  }

  private Selector change(String url, String purpose, Instant now, UnaryOperator<Selector> change) {
    SitePurpose key = key(url, purpose);
    return transactor.write(
        tx -> {
          SiteRows.makeKnown(tx, key.site());
          return tx.update(
              SELECTORS,
              key,
              known ->
                  change.apply(known.orElseGet(() -> Selector.uncached(key.site(), purpose, now))));
        });
  }

  /** Returns the row of a purpose, which may hold outcomes only. */
  Optional<Selector> get(String url, String purpose) {
    return transactor.get(SELECTORS, key(url, purpose));
  }

  private static SitePurpose key(String url, String purpose) {
    return new SitePurpose(SiteName.of(url), KeyPart.shortened("purpose", purpose));
  }
}
