package dev.cairn.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.testing.SettableClock;
import dev.cairn.users.UntouchableTransactor;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that visits and other records of a site are counted, read, listed and removed. */
class SitesTest extends OpenSites {
  private static final String URL = "https://www.example.com/page1";
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void visitsAreCountedAndTimed() {
    sites.recordVisit(URL, Duration.ofSeconds(5));
    clock.advance(Duration.ofHours(1));

    Site site = sites.recordVisit("http://example.com", Duration.ofSeconds(2));

    assertThat(site)
        .isEqualTo(
            new Site(
                "example.com",
                2,
                Duration.ofSeconds(7),
                Optional.of(SettableClock.START),
                Optional.of(clock.instant())));
    assertThat(site.averageTime()).isEqualTo(Duration.ofMillis(3_500));
  }

  /** A restore brings rows that no visit could have made. */
  @Test
  void aTotalTimeAtItsEndStaysThereAndIsShown() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Site restored =
        new Site("example.com", 1, longest, Optional.of(Instant.MIN), Optional.of(Instant.MAX));
    cairn.memory().put(SiteTables.SITES, "example.com", restored);

    // The last digits of so great a number depend on the JDK.
    assertThat(sites.promptContext(URL))
        .matches(
            "Site example\\.com: 1 visit, 1537228672809129\\d\\d\\.0 min on average,"
                + " last on \\+1000000000-12-31");
    assertThat(sites.recordVisit(URL, SECOND))
        .isEqualTo(
            new Site(
                "example.com", 2, longest, Optional.of(Instant.MIN), Optional.of(Instant.MAX)));
    assertThat(sites.list()).hasSize(1);
  }

  @Test
  void aVisitThatArrivesLateIsNotTheLastOne() {
    sites.recordVisit(URL, SECOND);
    clock.advance(SECOND.negated());

    Site site = sites.recordVisit(URL, SECOND);

    assertThat(site.firstVisit()).contains(clock.instant());
    assertThat(site.lastVisit()).contains(SettableClock.START);
  }

  @Test
  void portsAreSitesOfTheirOwn() {
    sites.recordVisit("https://example.com:8443/", SECOND);
    sites.recordVisit("https://example.com:443/", SECOND);

    assertThat(sites.list())
        .extracting(Site::name)
        .containsExactly("example.com", "example.com:8443");
  }

  @Test
  void aProfileIsAllThatIsKnown() {
    Selector selector = sites.cacheSelector(URL, "search_box", "input[name='q']");
    Quirk quirk = sites.recordQuirk(URL, "Search is exact", "Use fewer words");
    ActionPattern pattern = sites.recordPattern(URL, "log in", List.of("Click [2]"));
    Site site = sites.recordVisit(URL, SECOND);
    sites.recordVisit("https://example.org", SECOND);
    sites.cacheSelector("https://example.com:8443", "search_box", "#q");

    SiteProfile profile = sites.profile("example.com").orElseThrow();

    assertThat(profile)
        .isEqualTo(new SiteProfile(site, List.of(selector), List.of(quirk), List.of(pattern)));
    assertThat(profile.selector("search_box")).contains(selector);
    assertThat(profile.selector("login")).isEmpty();
    assertThat(profile.pattern("log in")).contains(pattern);
  }

  @Test
  void whateverIsRecordedMakesASiteKnown() {
    sites.cacheSelector("https://a.com", "search_box", "#q");
    sites.recordSelectorOutcome("https://b.com", "search_box", Outcome.SUCCESS);
    sites.recordQuirk("https://c.com", "slow", "");
    sites.recordPattern("https://d.com", "log in", List.of("Click [2]"));

    assertThat(sites.list())
        .extracting(Site::name)
        .containsExactly("a.com", "b.com", "c.com", "d.com");
    assertThat(sites.profile("https://a.com").orElseThrow().site().visits()).isZero();
    assertThat(sites.profile("https://a.com").orElseThrow().site().lastVisit()).isEmpty();
    assertThat(sites.profile("https://a.com").orElseThrow().site().averageTime()).isZero();
    assertThat(sites.profile("https://e.com")).isEmpty();
  }

  @Test
  void gettingOrCreatingMakesASiteKnown() {
    assertThat(sites.get(URL)).isEmpty();

    Site created = sites.getOrCreate(URL);

    assertThat(created.visits()).isZero();
    assertThat(sites.get(URL)).contains(created);
    assertThat(sites.profile(URL).orElseThrow().site()).isEqualTo(created);
    sites.recordVisit(URL, SECOND);
    assertThat(sites.getOrCreate(URL).visits()).isEqualTo(1);
    assertThat(sites.count()).isEqualTo(1);
  }

  @Test
  void theMostVisitedSitesAreListedFirst() {
    List.of("b.com", "c.com", "a.com", "c.com").forEach(name -> sites.recordVisit(name, SECOND));
    sites.getOrCreate("unvisited.com");

    assertThat(sites.list())
        .extracting(Site::name)
        .containsExactly("c.com", "a.com", "b.com", "unvisited.com");
    assertThat(sites.list(2)).extracting(Site::name).containsExactly("c.com", "a.com");
    assertThat(sites.list(0)).isEmpty();
    assertThat(sites.count()).isEqualTo(4);
  }

  @Test
  void aRemovedSiteLeavesNothing() {
    for (String url : List.of(URL, "https://example.com.au")) {
      sites.recordVisit(url, SECOND);
      sites.cacheSelector(url, "search_box", "#q");
      sites.cacheSelector(url, "login", "#l");
      sites.recordQuirk(url, "slow", "wait");
      sites.recordPattern(url, "log in", List.of("Click [2]"));
    }

    assertThat(sites.remove(URL)).isTrue();
    assertThat(sites.remove(URL)).isFalse();

    assertThat(sites.profile(URL)).isEmpty();
    assertThat(sites.selector(URL, "search_box")).isEmpty();
    assertThat(sites.selectors(URL)).isEmpty();
    assertThat(sites.quirks(URL)).isEmpty();
    assertThat(sites.patterns(URL)).isEmpty();
    assertThat(sites.profile("https://example.com.au").orElseThrow().selectors()).hasSize(2);
  }

  @Test
  void textsMayBeLongerThanAKey() {
    String text = "The menu opens only after the banner was closed. ".repeat(200);

    sites.recordQuirk(URL, text + "a", "close it");
    sites.recordQuirk(URL, text + "b", "");
    sites.recordQuirk(URL, text + "a", "");
    sites.recordPattern(URL, text, List.of(text));
    sites.cacheSelector(URL, text, text);

    assertThat(sites.quirks(URL)).extracting(Quirk::reports).containsExactly(2L, 1L);
    assertThat(sites.quirks(URL).get(0).description()).isEqualTo(text + "a");
    assertThat(sites.pattern(URL, text).orElseThrow().actions()).containsExactly(text);
    assertThat(sites.selector(URL, text).orElseThrow().current()).isEqualTo(text);
  }

  @Test
  void theLongestTextsFitIntoAKeyInTheLongestNamespace() {
    Sites elsewhere = cairn.memory("n".repeat(64)).sites();
    String label = "a".repeat(63);
    String url = "https://%1$s.%1$s.%1$s.%2$s:12345/".formatted(label, "b".repeat(61));
    String text = "日".repeat(1_000);

    elsewhere.recordVisit(url, SECOND);
    elsewhere.cacheSelector(url, text, "#a");
    elsewhere.recordQuirk(url, text, "");
    elsewhere.recordPattern(url, text, List.of("Click"));

    assertThat(elsewhere.selector(url, text)).isPresent();
    assertThat(elsewhere.profile(url).orElseThrow().quirks()).hasSize(1);
    assertThat(elsewhere.list()).hasSize(1);
    assertThat(elsewhere.remove(url)).isTrue();
  }

  @Test
  void whateverManyThreadsRecordCountsOnce() throws Exception {
    sites.cacheSelector(URL, "search_box", "#a", List.of("#b"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> records = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        boolean success = i % 4 == 0;
        records.add(threads.submit(() -> sites.recordVisit(URL, SECOND)));
        records.add(
            threads.submit(
                () -> sites.recordSelectorOutcome(URL, "search_box", Outcome.of(success))));
        records.add(threads.submit(() -> sites.recordQuirk(URL, "slow", "wait")));
      }
      for (Future<?> each : records) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(sites.profile(URL).orElseThrow().site().totalTime()).hasSeconds(100);
    assertThat(sites.selectorOutcomes(URL, "search_box")).isEqualTo(new Selector.Outcomes(25, 75));
    assertThat(sites.quirks(URL)).extracting(Quirk::reports).containsExactly(100L);
  }

  @SuppressWarnings("NullAway")
  static List<Consumer<Sites>> badCalls() {
    return List.of(
        sites -> sites.recordVisit("no url", SECOND),
        sites -> sites.recordVisit(null, SECOND),
        sites -> sites.recordVisit(URL, null),
        sites -> sites.recordVisit(URL, SECOND.negated()),
        sites -> sites.recordVisit(URL, Duration.ofDays(36_501)),
        sites -> sites.cacheSelector("no url", "search_box", "#q"),
        sites -> sites.cacheSelector(URL, "", "#q"),
        sites -> sites.cacheSelector(URL, null, "#q"),
        sites -> sites.cacheSelector(URL, "search_box", " "),
        sites -> sites.cacheSelector(URL, "search_box", "#q", null),
        sites -> sites.cacheSelector(URL, "search_box", "#q", List.of(".q", "")),
        sites -> sites.cacheSelector(URL, "search_box", "#q", Arrays.asList(".q", null)),
        sites -> sites.recordSelectorOutcome("no url", "search_box", Outcome.SUCCESS),
        sites -> sites.recordSelectorOutcome(URL, " ", Outcome.SUCCESS),
        sites -> sites.recordSelectorOutcome(URL, "search_box", "", Outcome.SUCCESS),
        sites -> sites.recordSelectorOutcome(URL, "search_box", null),
        sites -> sites.recordSelectorOutcome(URL, "search_box", Outcome.UNKNOWN),
        sites -> sites.recordSelectorOutcome(URL, "search_box", "#q", Outcome.UNKNOWN),
        sites -> sites.get("no url"),
        sites -> sites.move(URL, "no url"),
        sites -> sites.move("no url", URL),
        sites -> sites.selector(URL, ""),
        sites -> sites.selectorOutcomes(URL, null),
        sites -> sites.selectors("no url"),
        sites -> sites.recordQuirk(URL, " ", "wait"),
        sites -> sites.recordQuirk(URL, "slow", null),
        sites -> sites.quirks(null),
        sites -> sites.recordPattern(URL, "", List.of("Click")),
        sites -> sites.recordPattern(URL, "log in", null),
        sites -> sites.recordPattern(URL, "log in", Arrays.asList("Click", null)),
        sites -> sites.pattern(URL, null),
        sites -> sites.patterns(""),
        sites -> sites.profile("no url"),
        sites -> sites.getOrCreate("no url"),
        sites -> sites.promptContext("no url"),
        sites -> sites.promptContext(URL, -1),
        sites -> sites.list(-1),
        sites -> sites.remove("no url"));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badArgumentsReachNoStore(Consumer<Sites> call) {
    Sites untouchable = new Sites(new UntouchableTransactor(), clock);

    assertThatIllegalArgumentException().isThrownBy(() -> call.accept(untouchable));
  }

  @Test
  void recordsMadeElsewhereAreStoredOnceWithTheirCounts() {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    SiteProfile profile =
        new SiteProfile(
            new Site("www.example.com", 3, SECOND, Optional.of(then), Optional.of(then)),
            List.of(
                new Selector(
                    "example.com",
                    "box",
                    List.of(new Selector.Candidate("#a", 2, 1, 0)),
                    2,
                    1,
                    1,
                    then)),
            List.of(new Quirk("example.com", "slow", "wait", 4, then, then)),
            List.of(new ActionPattern("example.org", "log in", List.of("go"), 5, then, then)));

    assertThat(sites.putIfAbsent(profile)).isEqualTo(4);
    assertThat(sites.putIfAbsent(profile)).isZero();

    assertThat(sites.get(URL).orElseThrow().visits()).isEqualTo(3);
    assertThat(sites.selector(URL, "box")).contains(profile.selectors().get(0));
    assertThat(sites.quirks(URL)).isEqualTo(profile.quirks());
    assertThat(sites.patterns("example.org")).isEqualTo(profile.patterns());
    assertThat(sites.get("example.org").orElseThrow().visits()).isZero();
  }

  @Test
  void recordsThatAreStoredStayAsTheyAre() {
    sites.recordVisit(URL, SECOND);
    sites.recordSelectorOutcome(URL, "box", Outcome.FAILURE);
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    Selector box =
        new Selector(
            "example.com", "box", List.of(new Selector.Candidate("#a", 2, 0, 0)), 2, 0, 1, then);
    Site site = new Site("example.com", 9, SECOND, Optional.empty(), Optional.empty());

    assertThat(sites.putIfAbsent(new SiteProfile(site, List.of(box), List.of(), List.of())))
        .isEqualTo(1);

    assertThat(sites.get(URL).orElseThrow().visits()).isEqualTo(1);
    assertThat(sites.selector(URL, "box").orElseThrow().primary()).isEqualTo("#a");
    assertThat(sites.selectorOutcomes(URL, "box")).isEqualTo(new Selector.Outcomes(2, 1));
  }
}
