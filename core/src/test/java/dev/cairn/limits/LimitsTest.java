package dev.cairn.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.LimitExceededException;
import dev.cairn.survival.Effort;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import dev.cairn.testing.SettableClock;
import dev.cairn.values.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests limits among processes, across their ends and restarts of the machine. */
class LimitsTest {
  @TempDir Path directory;

  @Test
  void allPermitsAreThereAtFirstAndAgainAfterThePeriod() {
    SettableClock clock = new SettableClock();
    try (Cairn cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock))) {
      RateLimit limit = cairn.memory().limits().rate("sync", Rate.perHour(5));
      assertThat(limit.left()).isEqualTo(5);
      assertThat(limit.availableIn(5)).isZero();
      assertThat(limit.tryConsume(4)).isTrue();
      assertThat(limit.tryConsume(2)).isFalse();
      assertThat(limit.tryConsume()).isTrue();
      clock.advance(Duration.ofMinutes(20));
      assertThat(limit.availableIn(1)).isEqualTo(Duration.ofMinutes(40));
      assertThatThrownBy(() -> limit.consume(1, Deadline.in(Duration.ofSeconds(5))))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("'sync' (5 in PT1H)")
          .hasMessageContaining("PT40M");
      clock.advance(Duration.ofMinutes(40));
      limit.consume(5, Deadline.in(Duration.ZERO));
      assertThat(limit.left()).isZero();
      assertThat(cairn.memory("alice").limits().rate("sync", Rate.perHour(5)).left()).isEqualTo(5);
    }
  }

  @Test
  void consumingWaitsForWhatComesInTime() {
    try (Cairn cairn = Cairn.open(directory)) {
      RateLimit limit = cairn.memory().limits().rate("often", new Rate(2, Duration.ofMillis(300)));
      for (int i = 0; i < 5; i++) {
        limit.consume(1, Deadline.in(Duration.ofSeconds(30)));
      }
      assertThat(limit.left()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void badArgumentsAreRefused() {
    try (Cairn cairn = Cairn.open(directory)) {
      Limits limits = cairn.memory().limits();
      assertThatThrownBy(() -> Rate.perMinute(0)).hasMessageContaining("permits");
      assertThatThrownBy(() -> new Rate(1, Duration.ZERO)).hasMessageContaining("period");
      assertThatThrownBy(() -> Rate.perDay(Long.MAX_VALUE)).hasMessageContaining("nanosecond");
      assertThatThrownBy(() -> limits.rate(" ", Rate.perDay(1))).hasMessageContaining("name");
      RateLimit limit = limits.rate("batch", Rate.perDay(10));
      assertThatThrownBy(() -> limit.tryConsume(0)).hasMessageContaining("permits");
      assertThatThrownBy(() -> limit.tryConsume(11)).hasMessageContaining("never has more than 10");
      assertThatThrownBy(() -> cairn.memory().write(memory -> memory.limits()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aWriteThatOthersWaitForAsksNoLimitForPermits() {
    try (Cairn cairn = Cairn.open(directory)) {
      RateLimit limit = cairn.memory().limits().rate("batch", Rate.perDay(10));
      assertThatThrownBy(() -> cairn.memory().write(m -> limit.consume(10, Deadline.never())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("use them before it");
      assertThatThrownBy(() -> cairn.memory().write(m -> limit.tryConsume()))
          .isInstanceOf(IllegalStateException.class);
      assertThat(limit.left()).isEqualTo(10);
    }
  }

  @Test
  void aCountThatCouldNotBeSavedIsSavedLater() {
    CairnOptions options = CairnOptions.defaults().withWriteTimeout(Duration.ofSeconds(1));
    try (Cairn cairn = Cairn.open(directory, options)) {
      RateLimit limit = cairn.memory("web").limits().rate("a", Rate.perDay(10));
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      CompletableFuture<Boolean> holder =
          cairn
              .memory()
              .withTimeout(Await.PATIENCE)
              .writeAndGetAsync(
                  m -> {
                    held.countDown();
                    return awaits(mayEnd, Await.PATIENCE);
                  });
      assertThat(awaits(held, Await.PATIENCE)).isTrue();
      assertThat(limit.tryConsume()).isTrue();
      // Nothing tells from outside that a saving failed: it begins a second after the change.
      assertThat(awaits(mayEnd, Duration.ofMillis(2_300))).isFalse();
      mayEnd.countDown();
      assertThat(holder.join()).isTrue();
      Await.until(
          "the count is saved",
          () -> cairn.maintenance().countNamespace("web").containsKey("saved-limits"));
    }
  }

  private static boolean awaits(CountDownLatch latch, Duration most) {
    try {
      return latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Tag("slow")
  void processesTogetherGetEachPermitOnce() {
    List<OtherJvm> agents = new ArrayList<>();
    try {
      for (int i = 0; i < Effort.of(4, 8); i++) {
        // In a minute, if the machine is slow, they could get more than the permits of one period.
        agents.add(
            OtherJvm.small(
                ConsumingAgent.class, directory, Integer.MAX_VALUE, Effort.of(3_600, 60)));
      }
      agents.forEach(agent -> assertThat(agent.line()).isEqualTo("ready"));
      agents.forEach(agent -> agent.send("go"));
      int sum = 0;
      for (OtherJvm agent : agents) {
        sum += Integer.parseInt(agent.line());
      }
      assertThat(sum).isEqualTo(1_000);
    } finally {
      agents.forEach(OtherJvm::close);
    }
  }

  private OtherJvm agent(String run, int most) {
    OtherJvm agent =
        OtherJvm.of(ConsumingAgent.class, directory, most)
            .small()
            .flags(List.of("-Dcairn.machine.run=" + run))
            .start();
    assertThat(agent.line()).isEqualTo("ready");
    agent.send("go");
    return agent;
  }

  @Test
  void whatWasConsumedSurvivesAKillOfAllProcesses() {
    try (OtherJvm agent = agent("first", 300)) {
      assertThat(agent.line()).isEqualTo("300");
    }
    try (OtherJvm agent = agent("first", Integer.MAX_VALUE)) {
      assertThat(agent.line()).isEqualTo("700");
    }
  }

  @Test
  void whatAKilledProcessHasNotSavedIsSavedByTheNextOne() {
    try (OtherJvm agent = agent("first", 300)) {
      assertThat(agent.line()).isEqualTo("300");
      agent.kill();
    }
    try (OtherJvm agent = agent("first", 0)) {
      assertThat(agent.line()).isEqualTo("0");
      agent.send("end");
      assertThat(agent.expectEnd()).isEmpty();
    }
    try (OtherJvm agent = agent("second", Integer.MAX_VALUE)) {
      assertThat(agent.line()).isEqualTo("700");
    }
  }

  @Test
  void aClockThatWasSetBackTakesNoPermitsForLongerThanAPeriod() {
    SettableClock clock = new SettableClock();
    try (Cairn cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock))) {
      RateLimit limit = cairn.memory().limits().rate("sync", Rate.perHour(5));
      clock.advance(Duration.ofDays(30));
      assertThat(limit.tryConsume(5)).isTrue();
      clock.advance(Duration.ofMinutes(-50));
      assertThat(limit.tryConsume()).as("a small step back gives nothing away").isFalse();
      clock.advance(Duration.ofDays(-30));
      assertThat(limit.left()).isEqualTo(5);
      assertThat(limit.tryConsume(5)).isTrue();
      assertThat(limit.tryConsume()).isFalse();
    }
  }

  @Test
  void countsThatAreFullAgainLeaveTheStore() {
    SettableClock clock = new SettableClock();
    CairnOptions options = CairnOptions.defaults().withClock(clock);
    for (int day = 0; day < 3; day++) {
      try (Cairn cairn = Cairn.open(directory, options)) {
        for (int user = 0; user < 10; user++) {
          String name = "day " + day + " user " + user;
          assertThat(cairn.memory("web").limits().rate(name, Rate.perHour(5)).tryConsume())
              .isTrue();
        }
      } // which saves
      try (Cairn cairn = Cairn.open(directory, options)) {
        assertThat(cairn.maintenance().countNamespace("web")).containsEntry("saved-limits", 10L);
      }
      clock.advance(Duration.ofDays(1));
    }
  }

  @Test
  void whatWasSavedSurvivesARestartOfTheMachine() {
    try (OtherJvm agent = agent("first", 300)) {
      assertThat(agent.line()).isEqualTo("300");
      agent.send("end");
      assertThat(agent.expectEnd()).isEmpty();
    }
    try (Cairn cairn = Cairn.open(directory);
        OtherJvm agent = agent("second", 300)) {
      assertThat(agent.line()).isEqualTo("300");
      long before = cairn.memory().version();
      Await.until("a second later", () -> cairn.memory().version() > before);
    }
    try (OtherJvm agent = agent("third", Integer.MAX_VALUE)) {
      assertThat(Integer.parseInt(agent.line())).isBetween(400, 699);
    }
  }
}
