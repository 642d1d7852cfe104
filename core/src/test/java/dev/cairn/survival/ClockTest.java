package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.skills.Skill;
import dev.cairn.testing.SettableClock;
import dev.cairn.values.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that nothing is lost if the clock of a machine is set back, or far ahead and back again.
 */
@Tag("slow")
class ClockTest {
  private static final String URL = "https://example.com/";
  private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableClock clock = new SettableClock();
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open(@TempDir Path directory) {
    clock.set(NOON);
    cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock));
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private void recordEverything() {
    memory.sites().recordVisit(URL, HOUR);
    memory.sites().cacheSelector(URL, "box", "#box");
    memory.sites().recordQuirk(URL, "slow", "wait");
    memory.sites().recordPattern(URL, "log in", List.of("click"));
    memory.skills().add(Skill.of("login", "Log in").describedAs("at " + clock.instant()));
    memory.skills().recordUse("login", Outcome.SUCCESS, HOUR);
    memory.users().recordConversation("alice");
  }

  /** Counts go on, first times may become earlier, and last times stay what they were. */
  @Test
  void whatIsKnownOfAThingNeverBecomesOlder() {
    recordEverything();
    clock.set(NOON.minus(HOUR));
    recordEverything();

    var site = memory.sites().profile(URL).orElseThrow();
    assertThat(site.site().visits()).isEqualTo(2);
    assertThat(site.site().firstVisit()).contains(NOON.minus(HOUR));
    assertThat(site.site().lastVisit()).contains(NOON);
    assertThat(site.selector("box").orElseThrow().updatedAt()).isEqualTo(NOON);
    assertThat(site.quirks().get(0).lastReported()).isEqualTo(NOON);
    assertThat(site.pattern("log in").orElseThrow().lastRecorded()).isEqualTo(NOON);
    assertThat(memory.skills().statistics("login").lastUsed()).contains(NOON);
    assertThat(memory.skills().get("login").orElseThrow().version()).isEqualTo(2);
    var user = memory.users().get("alice").orElseThrow();
    assertThat(user.conversations()).isEqualTo(2);
    assertThat(user.updatedAt()).isEqualTo(NOON);
  }

  @Test
  void everyEpisodeIsKeptAndFoundWhereItsTimeSays() {
    int episodes = 200;
    for (int i = 0; i < episodes; i++) {
      // A second back each time, and every tenth time an hour, until it is set right.
      clock.set(i % 20 == 0 ? NOON : clock.instant().minusSeconds(i % 10 == 0 ? 3600 : 1));
      Episode made = memory.episodes().record(Episode.of("task " + i));
      assertThat(made.happenedAt()).isEqualTo(clock.instant());
      assertThat(memory.episodes().get(made.id())).contains(made);
    }
    List<Episode> newestFirst = memory.episodes().list(episodes);
    assertThat(newestFirst).hasSize(episodes);
    assertThat(newestFirst).extracting(Episode::id).doesNotHaveDuplicates();
    for (int i = 1; i < episodes; i++) {
      assertThat(newestFirst.get(i).happenedAt())
          .isBeforeOrEqualTo(newestFirst.get(i - 1).happenedAt());
    }
  }

  /** A clock that is behind forgets less, and what is in its future not at all. */
  @Test
  void aClockThatIsBehindPrunesNothingThatIsYoung() {
    memory.episodes().record(Episode.of("at noon"));
    clock.set(NOON.minus(Duration.ofDays(365)));
    assertThat(memory.episodes().pruneOlderThan(HOUR)).isZero();
    memory.episodes().record(Episode.of("a year before"));
    clock.set(NOON.plus(HOUR));
    assertThat(memory.episodes().pruneOlderThan(HOUR.multipliedBy(2))).isEqualTo(1);
    assertThat(memory.episodes().list(2)).extracting(Episode::task).containsExactly("at noon");
  }

  /** Such clocks are those of a dead battery or of a test, and their rows must harm no others. */
  @ParameterizedTest
  @MethodSource("endsOfTime")
  void aClockAtAnEndOfTimeRecordsAndEverythingIsListed(Instant end) {
    memory.episodes().record(Episode.of("at noon").withId("noon"));
    clock.set(end);
    recordEverything();
    Episode made = memory.episodes().record(Episode.of("at an end").at(URL));
    Episode given = memory.episodes().record(Episode.of("given").happenedAt(end));
    clock.set(NOON.plus(HOUR));
    recordEverything();
    Episode later = memory.episodes().record(Episode.of("an hour later").at(URL));

    assertThat(memory.episodes().get(made.id())).contains(made);
    assertThat(made.happenedAt()).isEqualTo(end);
    assertThat(memory.episodes().list(10))
        .extracting(Episode::happenedAt)
        .isSortedAccordingTo(Comparator.reverseOrder())
        .containsExactlyInAnyOrder(end, end, NOON, NOON.plus(HOUR));
    assertThat(memory.episodes().find(EpisodeQuery.newest(10).from(end).before(end))).isEmpty();
    assertThat(memory.episodes().find(EpisodeQuery.newest(10).atSite(URL)))
        .containsExactlyInAnyOrder(made, later);
    assertThat(memory.sites().list()).hasSize(1);
    assertThat(memory.sites().profile(URL).orElseThrow().site().visits()).isEqualTo(2);
    assertThat(memory.sites().promptContext(URL)).contains("2 visits", ", last on ", "#box");
    assertThat(memory.skills().statistics("login").uses()).isEqualTo(2);
    assertThat(memory.skills().versions("login")).hasSize(2);
    assertThat(memory.users().get("alice").orElseThrow().conversations()).isEqualTo(2);

    clock.set(end);
    assertThat(memory.episodes().pruneOlderThan(Duration.ofSeconds(Long.MAX_VALUE))).isZero();
    clock.set(NOON.plus(HOUR));
    int old = memory.episodes().pruneOlderThan(HOUR.dividedBy(2));
    assertThat(old).isEqualTo(end.isBefore(NOON) ? 3 : 1);
    assertThat(memory.episodes().count()).isEqualTo(4 - old);
    assertThat(given).isNotEqualTo(made);
  }

  static Stream<Instant> endsOfTime() {
    return Stream.of(
        Instant.MIN,
        Instant.MAX,
        Instant.EPOCH.minusMillis(1),
        Instant.ofEpochMilli(1L << 48), // beyond the time of a UUID
        Instant.ofEpochMilli(Long.MAX_VALUE).plusSeconds(1));
  }
}
