package dev.cairn.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.NewStore;
import dev.cairn.testing.SettableClock;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that pruning deletes exactly the old episodes, which are recorded tasks of agents, in as
 * many transactions as it needs.
 */
class PruningTest extends NewStore {
  private Episodes episodes;

  @BeforeEach
  void open() {
    episodes = cairn.memory().episodes();
  }

  @Test
  void whatIsOlderGoes() {
    recordDaily(5);

    assertThat(episodes.pruneOlderThan(Duration.ofDays(2))).isEqualTo(3);

    assertThat(ids()).containsExactly("4", "3");
    assertThat(episodes.pruneOlderThan(Duration.ofDays(2))).isZero();
    assertThat(episodes.pruneOlderThan(Duration.ofSeconds(Long.MAX_VALUE))).isZero();
  }

  @Test
  void whatHappenedAtTheTimeItselfStays() {
    recordDaily(5);

    assertThat(episodes.pruneBefore(SettableClock.START.plus(Duration.ofDays(2)))).isEqualTo(2);

    assertThat(ids()).containsExactly("4", "3", "2");
  }

  @Test
  void theNewestStay() {
    recordDaily(5);

    assertThat(episodes.pruneToNewest(5)).isZero();
    assertThat(episodes.pruneToNewest(2)).isEqualTo(3);

    assertThat(ids()).containsExactly("4", "3");
    assertThat(episodes.pruneToNewest(0)).isEqualTo(2);
    assertThat(episodes.count()).isZero();
    assertThat(episodes.pruneToNewest(0)).isZero();
  }

  @Test
  void ofThoseAtOneTimeExactlyTheGivenNumberStays() {
    for (String id : List.of("a", "a\0", "aa", "b", "é", "\uFFFD", "\uD83D\uDE00")) {
      episodes.record(Episode.of("x").withId(id));
    }

    assertThat(episodes.pruneToNewest(6)).isEqualTo(1);
    assertThat(episodes.pruneToNewest(4)).isEqualTo(2);
    assertThat(episodes.pruneToNewest(1)).isEqualTo(3);

    assertThat(ids()).containsExactly("\uD83D\uDE00");
  }

  @Test
  void moreThanABatchGoesInSeveral() {
    recordInOneTransaction(2 * Pruning.BATCH + 7);

    assertThat(episodes.pruneToNewest(3)).isEqualTo(2 * Pruning.BATCH + 4);

    assertThat(episodes.count()).isEqualTo(3);
    assertThat(episodes.count(EpisodeQuery.all().cameOut(Outcome.UNKNOWN))).isEqualTo(3);
  }

  @Test
  void aWholeBatchIsNotTheEnd() {
    recordInOneTransaction(Pruning.BATCH);

    assertThat(episodes.pruneToNewest(0)).isEqualTo(Pruning.BATCH);
  }

  @Test
  void withinATransactionAllOfItIsPartOfThat() {
    recordInOneTransaction(Pruning.BATCH + 7);

    cairn
        .memory()
        .write(
            memory -> {
              assertThat(memory.episodes().pruneToNewest(1)).isEqualTo(Pruning.BATCH + 6);
              assertThat(memory.episodes().count()).isEqualTo(1);
            });

    assertThat(episodes.count()).isEqualTo(1);
  }

  private void recordDaily(int count) {
    for (int i = 0; i < count; i++) {
      episodes.record(Episode.of("x").withId(String.valueOf(i)));
      clock.advance(Duration.ofDays(1));
    }
  }

  private void recordInOneTransaction(int count) {
    cairn
        .memory()
        .write(
            memory ->
                IntStream.range(0, count)
                    .forEach(i -> memory.episodes().record(Episode.of("x").withId("e" + i))));
  }

  private List<String> ids() {
    return episodes.list(100).stream().map(Episode::id).toList();
  }
}
