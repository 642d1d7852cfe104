package dev.cairn.episodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.testing.NewStore;
import dev.cairn.testing.SettableClock;
import dev.cairn.users.UntouchableTransactor;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that episodes, which are recorded tasks of agents, are stored, replaced, removed and found
 * newest first by every condition of a query.
 */
class EpisodesTest extends NewStore {
  private static final String URL = "https://www.example.com/login";
  private static final Instant START = SettableClock.START;

  private Episodes episodes;

  @BeforeEach
  void open() {
    episodes = cairn.memory().episodes();
  }

  @Test
  void anEpisodeIsToldLikeASentence() {
    Episode recorded =
        episodes.record(
            Episode.of("log in to example.com")
                .withId("e1")
                .at(URL)
                .by("agent-1")
                .succeeded()
                .withSteps("Type [2]; alice", "Click [3]")
                .withResult("logged in"));

    assertThat(recorded)
        .isEqualTo(
            new Episode(
                "e1",
                "log in to example.com",
                Optional.of(URL),
                Optional.of("example.com"),
                Optional.of("agent-1"),
                Outcome.SUCCESS,
                List.of("Type [2]; alice", "Click [3]"),
                "logged in",
                START));
    assertThat(episodes.get("e1")).contains(recorded);
  }

  @Test
  void onlyTheTaskIsNeeded() {
    Episode recorded = episodes.record(Episode.of("think"));

    assertThat(UUID.fromString(recorded.id()).version()).isEqualTo(7);
    assertThat(recorded)
        .isEqualTo(
            new Episode(
                recorded.id(),
                "think",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Outcome.UNKNOWN,
                List.of(),
                "",
                START));
    assertThat(episodes.get(recorded.id())).contains(recorded);
  }

  @Test
  void idsThatAreMadeAscend() {
    List<String> ids =
        List.of(
            episodes.record(Episode.of("first")).id(),
            episodes.record(Episode.of("second")).id(),
            episodes.record(Episode.of("third")).id());

    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anEpisodeWithTheSameIdIsReplacedInAllOrders() {
    episodes.record(Episode.of("log in").withId("e1").at(URL).by("agent-1"));

    Episode judged = episodes.get("e1").orElseThrow().withOutcome(Outcome.FAILURE).withResult("no");
    episodes.record(judged);

    assertThat(episodes.count()).isEqualTo(1);
    assertThat(episodes.find(EpisodeQuery.newest(10).cameOut(Outcome.UNKNOWN))).isEmpty();
    assertThat(episodes.find(EpisodeQuery.newest(10).cameOut(Outcome.FAILURE)))
        .containsExactly(judged);
    assertThat(episodes.find(EpisodeQuery.newest(10).atSite(URL))).containsExactly(judged);
  }

  @Test
  void theNewestComeFirst() {
    tell("a", "https://one.com", "agent-1", Outcome.SUCCESS);
    tell("b", "https://two.com", "agent-2", Outcome.FAILURE);
    tell("c", "https://one.com/x", "agent-2", Outcome.SUCCESS);
    tell("d", "https://one.com:8443", "agent-1", Outcome.FAILURE);

    assertThat(ids(episodes.list(10))).containsExactly("d", "c", "b", "a");
    assertThat(ids(episodes.list(2))).containsExactly("d", "c");
    assertThat(episodes.list(0)).isEmpty();
    assertThat(ids(episodes.find(EpisodeQuery.newest(10).atSite("http://www.one.com/y"))))
        .containsExactly("c", "a");
    assertThat(ids(episodes.find(EpisodeQuery.newest(10).by("agent-2")))).containsExactly("c", "b");
    assertThat(ids(episodes.find(EpisodeQuery.newest(1).cameOut(Outcome.FAILURE))))
        .containsExactly("d");
    assertThat(episodes.find(EpisodeQuery.newest(10).atSite("https://three.com"))).isEmpty();
  }

  @Test
  void ofTwoAtOneTimeTheGreaterIdComesFirst() {
    episodes.record(Episode.of("x").withId("1"));
    episodes.record(Episode.of("x").withId("2"));

    assertThat(ids(episodes.list(10))).containsExactly("2", "1");
  }

  @Test
  void aTimeRangeIncludesItsBeginningAndNotItsEnd() {
    for (int day = 0; day < 5; day++) {
      episodes.record(Episode.of("x").withId("day" + day).happenedAt(day(day)));
    }

    assertThat(ids(episodes.find(EpisodeQuery.newest(10).from(day(1)).before(day(3)))))
        .containsExactly("day2", "day1");
    assertThat(ids(episodes.find(EpisodeQuery.newest(1).from(day(1)).before(day(3)))))
        .containsExactly("day2");
    assertThat(episodes.find(EpisodeQuery.newest(10).from(day(3)).before(day(3)))).isEmpty();
    assertThat(ids(episodes.find(EpisodeQuery.newest(10).from(day(3)))))
        .containsExactly("day4", "day3");
    assertThat(ids(episodes.find(EpisodeQuery.newest(10).before(day(1))))).containsExactly("day0");
  }

  @Test
  void allConditionsOfAQueryMustHold() {
    tell("a", "https://one.com", "agent-1", Outcome.FAILURE);
    tell("b", "https://one.com", "agent-2", Outcome.FAILURE);
    tell("c", "https://one.com", "agent-1", Outcome.SUCCESS);
    tell("d", "https://two.com", "agent-1", Outcome.FAILURE);
    tell("e", "https://one.com", "agent-1", Outcome.FAILURE);

    EpisodeQuery failures =
        EpisodeQuery.newest(10).atSite("https://one.com").by("agent-1").cameOut(Outcome.FAILURE);
    EpisodeQuery byAgent = EpisodeQuery.newest(10).by("agent-1").cameOut(Outcome.FAILURE);

    assertThat(ids(episodes.find(failures))).containsExactly("e", "a");
    assertThat(ids(episodes.find(failures.before(clock.instant().minusSeconds(1)))))
        .containsExactly("a");
    assertThat(ids(episodes.find(byAgent))).containsExactly("e", "d", "a");
  }

  @Test
  void theLongestNamesFitIntoAKeyInTheLongestNamespace() {
    Episodes elsewhere = cairn.memory("n".repeat(64)).episodes();
    String label = "a".repeat(63);
    String url = "https://%1$s.%1$s.%1$s.%2$s:12345/".formatted(label, "b".repeat(61));
    String name = "\0".repeat(Episode.MAX_NAME_BYTES / 2);

    Episode recorded = elsewhere.record(Episode.of("log in").withId(name).at(url).by(name));

    assertThat(elsewhere.find(EpisodeQuery.newest(10).atSite(url))).containsExactly(recorded);
    assertThat(elsewhere.find(EpisodeQuery.newest(10).by(name))).containsExactly(recorded);
  }

  @Test
  void everyOrderIsCounted() {
    tell("a", "https://one.com", "agent-1", Outcome.SUCCESS);
    tell("b", "https://one.com", "agent-2", Outcome.FAILURE);
    tell("c", "https://two.com", "agent-2", Outcome.FAILURE);

    assertThat(episodes.count()).isEqualTo(3);
    assertThat(episodes.count(EpisodeQuery.all().atSite("https://www.one.com"))).isEqualTo(2);
    assertThat(episodes.count(EpisodeQuery.all().by("agent-2"))).isEqualTo(2);
    assertThat(episodes.count(EpisodeQuery.all().cameOut(Outcome.FAILURE))).isEqualTo(2);
    assertThat(episodes.count(EpisodeQuery.all().cameOut(Outcome.UNKNOWN))).isZero();
    EpisodeQuery failures = EpisodeQuery.all().cameOut(Outcome.FAILURE);
    assertThat(episodes.count(failures.by("agent-2").atSite("https://one.com"))).isEqualTo(1);
    assertThat(episodes.count(failures.from(clock.instant().plusSeconds(1)))).isZero();
    assertThat(episodes.count(EpisodeQuery.newest(1).cameOut(Outcome.FAILURE))).isEqualTo(1);
    assertThat(episodes.count(EpisodeQuery.newest(2))).isEqualTo(2);
  }

  @Test
  void aRemovedEpisodeIsInNoOrder() {
    tell("a", "https://one.com", "agent-1", Outcome.SUCCESS);

    assertThat(episodes.remove("a")).isTrue();
    assertThat(episodes.remove("a")).isFalse();

    assertThat(episodes.get("a")).isEmpty();
    assertThat(episodes.list(10)).isEmpty();
    assertThat(episodes.count(EpisodeQuery.all().atSite("https://one.com"))).isZero();
  }

  @Test
  void episodesJoinATransaction() {
    cairn
        .memory()
        .write(
            memory -> {
              memory.episodes().record(Episode.of("x").withId("a"));
              assertThat(ids(memory.episodes().list(10))).containsExactly("a");
            });

    assertThat(ids(episodes.list(10))).containsExactly("a");
  }

  @SuppressWarnings("NullAway")
  static List<Consumer<Episodes>> badCalls() {
    NewEpisode fine = Episode.of("log in");
    return List.of(
        episodes -> Episode.of(null),
        episodes -> Episode.of(" "),
        episodes -> fine.withId(""),
        episodes -> fine.withId("x".repeat(129)),
        episodes -> fine.at("no url"),
        episodes -> fine.at(null),
        episodes -> fine.by(" "),
        episodes -> fine.cameOut(null),
        episodes -> fine.withSteps(Arrays.asList("Click", null)),
        episodes -> fine.withSteps("Click", null),
        episodes -> fine.withResult(null),
        episodes -> fine.happenedAt(null),
        episodes -> new EpisodeQuery(1, Optional.of(""), none(), none(), none(), none()),
        episodes -> episodes.record((NewEpisode) null),
        episodes -> episodes.record((Episode) null),
        episodes -> episodes.get(null),
        episodes -> episodes.find(null),
        episodes -> episodes.count(null),
        episodes -> episodes.list(-1),
        episodes -> episodes.find(EpisodeQuery.newest(1).atSite("no url")),
        episodes -> episodes.find(EpisodeQuery.newest(1).by("x".repeat(129))),
        episodes -> episodes.find(EpisodeQuery.newest(1).cameOut(null)),
        episodes -> episodes.find(EpisodeQuery.all().from(START).before(START.minusSeconds(1))),
        episodes -> episodes.count(EpisodeQuery.all().atSite("no url")),
        episodes -> episodes.count(EpisodeQuery.all().by("")),
        episodes -> episodes.count(EpisodeQuery.all().cameOut(null)),
        episodes -> episodes.remove("a\uD83D"),
        episodes -> episodes.pruneOlderThan(Duration.ofDays(-1)),
        episodes -> episodes.pruneBefore(null),
        episodes -> episodes.pruneToNewest(-1));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badArgumentsReachNoStore(Consumer<Episodes> call) {
    Episodes untouchable = new Episodes(new UntouchableTransactor(), clock);

    assertThatIllegalArgumentException().isThrownBy(() -> call.accept(untouchable));
  }

  private void tell(String id, String url, String agent, Outcome outcome) {
    episodes.record(Episode.of("task").withId(id).at(url).by(agent).cameOut(outcome));
    clock.advance(Duration.ofSeconds(1));
  }

  private static Instant day(int day) {
    return START.plus(Duration.ofDays(day));
  }

  private static List<String> ids(List<Episode> episodes) {
    return episodes.stream().map(Episode::id).toList();
  }
}
