package dev.cairn.sites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that repeated quirks and action patterns of a site are counted once, and that the most
 * recorded come first.
 */
class QuirksAndPatternsTest extends OpenSites {
  private static final String URL = "https://www.example.com/page1";
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void aQuirkThatIsRecordedTwiceIsOneQuirk() {
    sites.recordQuirk(URL, "Search is exact", "Use fewer words");
    clock.advance(SECOND);
    Quirk quirk = sites.recordQuirk(URL, "Search is exact", "Use quotes");

    assertThat(quirk)
        .isEqualTo(
            new Quirk(
                "example.com",
                "Search is exact",
                "Use quotes",
                2,
                SettableClock.START,
                clock.instant()));
    assertThat(sites.quirks(URL)).containsExactly(quirk);
  }

  @Test
  void aQuirkKeepsItsWorkaroundIfNoneIsGiven() {
    sites.recordQuirk(URL, "slow", "");
    assertThat(sites.recordQuirk(URL, "slow", "wait").workaround()).isEqualTo("wait");
    assertThat(sites.recordQuirk(URL, "slow", " ").workaround()).isEqualTo("wait");
  }

  @Test
  void theMostReportedQuirkComesFirst() {
    sites.recordQuirk(URL, "b", "");
    sites.recordQuirk(URL, "a", "");
    sites.recordQuirk(URL, "c", "");
    sites.recordQuirk(URL, "c", "");

    assertThat(sites.quirks(URL)).extracting(Quirk::description).containsExactly("c", "a", "b");
  }

  @Test
  void theLastRecordedActionsDoATask() {
    sites.recordPattern(URL, "log in", List.of("Click [1]"));
    clock.advance(SECOND);
    ActionPattern pattern = sites.recordPattern(URL, "log in", List.of("Type [2]", "Click [3]"));

    assertThat(pattern)
        .isEqualTo(
            new ActionPattern(
                "example.com",
                "log in",
                List.of("Type [2]", "Click [3]"),
                2,
                SettableClock.START,
                clock.instant()));
    assertThat(sites.pattern("https://example.com", "log in")).contains(pattern);
    assertThat(sites.pattern(URL, "log out")).isEmpty();
  }

  @Test
  void theMostRecordedPatternComesFirst() {
    List.of("b", "a", "c", "c").forEach(task -> sites.recordPattern(URL, task, List.of()));

    assertThat(sites.patterns(URL)).extracting(ActionPattern::task).containsExactly("c", "a", "b");
  }
}
