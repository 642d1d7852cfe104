package dev.cairn.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.sites.Selector.Candidate;
import dev.cairn.testing.SettableClock;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/**
 * Tests that outcomes are counted for each page-element selector, and that a reliable fallback
 * replaces a failing one.
 */
class SelectorTest extends OpenSites {
  private static final String URL = "https://example.com";
  private static final String BOX = "search_box";

  @Test
  void aCachedSelectorIsRead() {
    Selector cached = sites.cacheSelector(URL, BOX, "input[name='q']", List.of("#search", ".q"));

    assertThat(sites.selector("http://www.example.com/any/page", BOX)).contains(cached);
    assertThat(cached.site()).isEqualTo("example.com");
    assertThat(cached.purpose()).isEqualTo(BOX);
    assertThat(cached.current()).isEqualTo("input[name='q']");
    assertThat(cached.primary()).isEqualTo("input[name='q']");
    assertThat(cached.fallbacks()).containsExactly("#search", ".q");
    assertThat(cached.inOrder()).containsExactly("input[name='q']", "#search", ".q");
    assertThat(cached.timesCached()).isEqualTo(1);
    assertThat(cached.updatedAt()).isEqualTo(SettableClock.START);
    assertThat(sites.selector(URL, "login")).isEmpty();
    assertThat(sites.selector("https://example.org", BOX)).isEmpty();
  }

  @Test
  void aFallbackThatIsListedTwiceCountsOnce() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b", "#a", "#b"));

    assertThat(box().inOrder()).containsExactly("#a", "#b");
  }

  @Test
  void outcomesCountForTheSelectorThatAReadReturns() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));

    sites.recordSelectorOutcome(URL, BOX, Outcome.SUCCESS);
    sites.recordSelectorOutcome(URL, BOX, Outcome.FAILURE);

    assertThat(box().candidates())
        .containsExactly(new Candidate("#a", 1, 1, 1), new Candidate("#b", 0, 0, 0));
    assertThat(box().successes()).isEqualTo(1);
    assertThat(box().failures()).isEqualTo(1);
  }

  @Test
  void aPrimaryThatFailsThreeTimesInARowGivesWay() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));

    fail(2);
    assertThat(box().current()).isEqualTo("#a");
    fail(1);
    assertThat(box().current()).isEqualTo("#b");

    assertThat(box().primary()).isEqualTo("#a");
    assertThat(box().inOrder()).containsExactly("#b", "#a");
  }

  @Test
  void aSuccessInBetweenStartsTheCountAgain() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));

    fail(2);
    succeed(1);
    fail(2);

    assertThat(box().current()).isEqualTo("#a");
  }

  @Test
  void aPrimaryThatFailsMoreThanTwiceAsOftenAsItWorksGivesWay() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));

    fail(2);
    succeed(1);
    fail(2);
    succeed(1);
    assertThat(box().current()).isEqualTo("#a");
    fail(1);

    assertThat(box().candidates().get(0)).isEqualTo(new Candidate("#a", 2, 5, 1));
    assertThat(box().current()).isEqualTo("#b");
  }

  @Test
  void theMostReliableFallbackTakesOver() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b", "#c", "#d"));
    sites.recordSelectorOutcome(URL, BOX, "#b", Outcome.FAILURE);
    sites.recordSelectorOutcome(URL, BOX, "#d", Outcome.SUCCESS);

    fail(3);

    assertThat(box().inOrder()).containsExactly("#d", "#c", "#b", "#a");
  }

  @Test
  void outcomesGoToTheFallbackOnceItTookOver() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));

    fail(3);
    succeed(2);

    assertThat(box().candidates())
        .containsExactly(new Candidate("#a", 0, 3, 3), new Candidate("#b", 2, 0, 0));
  }

  @Test
  void whereAllFailTheyTakeTurns() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));

    fail(6);
    assertThat(box().current()).isEqualTo("#a");
    fail(1);
    assertThat(box().current()).isEqualTo("#b");
    fail(1);
    assertThat(box().current()).isEqualTo("#a");
  }

  @Test
  void aPrimaryWithoutFallbackStays() {
    sites.cacheSelector(URL, BOX, "#a");

    fail(10);

    assertThat(box().current()).isEqualTo("#a");
  }

  @Test
  void anAgentCanNameTheSelectorThatItUsed() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));

    sites.recordSelectorOutcome(URL, BOX, "#b", Outcome.SUCCESS);
    Selector counted = sites.recordSelectorOutcome(URL, BOX, "#gone", Outcome.FAILURE);

    assertThat(counted.candidates())
        .containsExactly(new Candidate("#a", 0, 0, 0), new Candidate("#b", 1, 0, 0));
    assertThat(counted.successes()).isEqualTo(1);
    assertThat(counted.failures()).isEqualTo(1);
  }

  @Test
  void anOutcomeBeforeAnythingWasCachedIsNotLost() {
    sites.recordSelectorOutcome(URL, BOX, Outcome.SUCCESS);
    Selector uncached = sites.recordSelectorOutcome(URL, BOX, Outcome.FAILURE);

    assertThat(uncached.isCached()).isFalse();
    assertThat(uncached.inOrder()).isEmpty();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(uncached::current)
        .withMessage("no selector was cached for 'search_box' of example.com");
    assertThat(sites.selector(URL, BOX)).isEmpty();
    assertThat(sites.selectors(URL)).isEmpty();
    assertThat(sites.selectorOutcomes(URL, BOX)).isEqualTo(new Selector.Outcomes(1, 1));
    assertThat(sites.selectorOutcomes(URL, "login").total()).isZero();

    Selector cached = sites.cacheSelector(URL, BOX, "#a");

    assertThat(cached.candidates()).containsExactly(new Candidate("#a", 0, 0, 0));
    assertThat(cached.successes()).isEqualTo(1);
    assertThat(cached.failures()).isEqualTo(1);
  }

  @Test
  void cachingAgainKeepsTheCountsOfWhatIsStillListed() {
    sites.cacheSelector(URL, BOX, "#a", List.of("#b"));
    succeed(1);
    sites.recordSelectorOutcome(URL, BOX, "#b", Outcome.SUCCESS);
    clock.advance(Duration.ofSeconds(1));

    Selector again = sites.cacheSelector(URL, BOX, "#c", List.of("#a"));

    assertThat(again.candidates())
        .containsExactly(new Candidate("#c", 0, 0, 0), new Candidate("#a", 1, 0, 0));
    assertThat(again.successes()).isEqualTo(2);
    assertThat(again.timesCached()).isEqualTo(2);
    assertThat(again.updatedAt()).isEqualTo(clock.instant());
    assertThat(box()).isEqualTo(again);
  }

  @Test
  void theMostReliableSelectorComesFirst() {
    sites.cacheSelector(URL, "failing", "#f");
    sites.cacheSelector(URL, "untried", "#u");
    sites.cacheSelector(URL, "also untried", "#u");
    sites.cacheSelector(URL, "proven", "#p");
    sites.recordSelectorOutcome(URL, "proven", Outcome.SUCCESS);
    for (int i = 0; i < 3; i++) {
      sites.recordSelectorOutcome(URL, "failing", Outcome.FAILURE);
    }

    assertThat(sites.selectors(URL))
        .extracting(Selector::purpose)
        .containsExactly("proven", "also untried", "untried", "failing");
  }

  private Selector box() {
    return sites.selector(URL, BOX).orElseThrow();
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      sites.recordSelectorOutcome(URL, BOX, Outcome.SUCCESS);
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      sites.recordSelectorOutcome(URL, BOX, Outcome.FAILURE);
    }
  }
}
