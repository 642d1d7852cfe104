package dev.cairn.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that the rows of a site can be moved to another name, even from a name by former rules. */
class SiteMoveTest extends OpenSites {
  private static final String OLD = "https://strasse.de";
  private static final String NEW = "https://straße.de";

  @Test
  void everythingMovesToASiteThatIsNotKnownYet() {
    learn(OLD);
    SiteProfile before = sites.profile(OLD).orElseThrow();

    assertThat(sites.move(OLD, NEW)).isTrue();

    assertThat(sites.profile(OLD)).isEmpty();
    SiteProfile after = sites.profile(NEW).orElseThrow();
    assertThat(after.site().name()).isEqualTo("xn--strae-oqa.de");
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes("(.*\\.)?site\\.name", "(selectors|quirks|patterns)\\.site")
        .isEqualTo(before);
    assertThat(after.selectors()).extracting(Selector::site).containsOnly("xn--strae-oqa.de");
    assertThat(sites.count()).isEqualTo(1);
  }

  private void learn(String url) {
    sites.recordVisit(url, Duration.ofSeconds(2));
    sites.cacheSelector(url, "search", "#search", List.of("#q"));
    sites.recordQuirk(url, "slow", "wait for " + url);
    sites.recordPattern(url, "log in", List.of("open " + url));
  }

  @Test
  void countsAreAddedAndWhatIsLaterStays() {
    learn(OLD);
    clock.advance(Duration.ofHours(1));
    learn(NEW);
    sites.recordVisit(NEW, Duration.ofSeconds(4));
    sites.cacheSelector(NEW, "search", "#q", List.of("#other"));

    assertThat(sites.move(OLD, NEW)).isTrue();

    SiteProfile merged = sites.profile(NEW).orElseThrow();
    assertThat(merged.site().visits()).isEqualTo(3);
    assertThat(merged.site().totalTime()).isEqualTo(Duration.ofSeconds(8));
    assertThat(
            Duration.between(
                merged.site().firstVisit().orElseThrow(), merged.site().lastVisit().orElseThrow()))
        .isEqualTo(Duration.ofHours(1));
    Selector search = merged.selector("search").orElseThrow();
    assertThat(search.timesCached()).isEqualTo(3);
    assertThat(search.primary()).isEqualTo("#q");
    assertThat(search.fallbacks()).containsExactly("#other");
    assertThat(merged.quirks())
        .singleElement()
        .satisfies(
            quirk -> {
              assertThat(quirk.reports()).isEqualTo(2);
              assertThat(quirk.workaround()).isEqualTo("wait for " + NEW);
            });
    assertThat(merged.pattern("log in").orElseThrow().actions()).containsExactly("open " + NEW);
    assertThat(merged.pattern("log in").orElseThrow().timesRecorded()).isEqualTo(2);
  }

  /** A restore brings rows that no visit could have made. */
  @Test
  void aTotalTimeAtItsEndStaysThere() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Site restored = new Site("strasse.de", 1, longest, Optional.empty(), Optional.empty());
    cairn.memory().put(SiteTables.SITES, "strasse.de", restored);
    learn(NEW);

    assertThat(sites.move(OLD, NEW)).isTrue();

    assertThat(sites.get(NEW).orElseThrow().totalTime()).isEqualTo(longest);
  }

  @Test
  void thereIsNothingToMoveFromAnUnknownSiteOrToTheSiteItself() {
    learn(OLD);

    assertThat(sites.move(NEW, OLD)).isFalse();
    assertThat(sites.move(OLD, OLD)).isFalse();
    assertThat(sites.profile(OLD)).isPresent();
  }

  @Test
  void aNameByOlderRulesMovesToTheNameOfToday() {
    learn("xn--wma.com:8080"); // Ⱥ.com by IDNA 2003
    learn("xn--a.com"); // no name by any rules
    learn(OLD); // perhaps straße.de, perhaps not
    learn("https://example.com");

    assertThat(sites.moveFormerNames()).isEqualTo(1);

    assertThat(sites.list())
        .extracting(Site::name)
        .containsExactlyInAnyOrder("xn--cgj.com:8080", "xn--a.com", "strasse.de", "example.com");
    assertThat(sites.profile("https://Ⱥ.com:8080/").orElseThrow().selectors()).hasSize(1);
    assertThat(sites.moveFormerNames()).isZero();
  }

  @Test
  void aFormerNameOfOneLabelMovesToo() {
    cairn.memory().put(SiteTables.SITES, "xn--wma", Site.unvisited("xn--wma"));

    assertThat(sites.moveFormerNames()).isEqualTo(1);

    assertThat(sites.list()).extracting(Site::name).containsExactly("xn--cgj");
    assertThat(sites.get("http://Ⱥ/")).isPresent();
  }

  /** The transaction of the caller is the one of all moves. */
  @Test
  void formerNamesMoveWithTheTransactionThatTheCallJoins() {
    learn("xn--wma.com");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                cairn
                    .memory()
                    .write(
                        m -> {
                          assertThat(m.sites().moveFormerNames()).isEqualTo(1);
                          throw new IllegalStateException("on purpose");
                        }));

    assertThat(sites.list()).extracting(Site::name).containsExactly("xn--wma.com");
  }
}
