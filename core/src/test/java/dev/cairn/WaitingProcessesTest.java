package dev.cairn;

import static dev.cairn.WaitingAgent.BALLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.WaitingAgent.Ball;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.maintenance.ChangeFeed;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a wait in one process ends by a commit of another, and that no wake-up is lost. */
@Timeout(180)
@Tag("slow")
class WaitingProcessesTest {
  private static final int ROUNDS = 2_000;

  /** Half of what it takes at the median to be noticed by a look, since looks are 50 ms apart. */
  private static final Duration FAST = Duration.ofMillis(12);

  /** After so long without a commit, looks are 50 ms apart. */
  private static final Duration QUIET = Duration.ofMillis(150);

  @TempDir Path directory;
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory, CairnOptions.defaults().withDurability(Durability.RELAXED));
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void twoProcessesPlayBallAndLoseNoWakeUp() throws Exception {
    try (OtherJvm other = OtherJvm.small(WaitingAgent.class, directory, "ping", "pong", ROUNDS)) {
      for (int i = 1; i <= ROUNDS; i++) {
        memory.put(BALLS, "ping", new Ball(i));
        WaitingAgent.awaitBall(memory, "pong", i);
      }
      assertThat(other.expectEnd()).containsExactly("played");
    }
  }

  /** Without wake-ups a quarter of the rounds would not be fast by chance. */
  @Test
  @EnabledIf(
      value = "dev.cairn.internal.platform.Platform#isLinux",
      disabledReason = "without a futex other processes look at intervals")
  void aCommitWakesAnotherProcessWhoseLooksAreRare() throws Exception {
    int rounds = 25;
    try (OtherJvm other = OtherJvm.small(WaitingAgent.class, directory, "ping", "pong", rounds)) {
      long[] nanos = new long[rounds];
      for (int i = 1; i <= rounds; i++) {
        Thread.sleep(QUIET.toMillis());
        long begun = System.nanoTime();
        memory.put(BALLS, "ping", new Ball(i));
        WaitingAgent.awaitBall(memory, "pong", i);
        nanos[i - 1] = System.nanoTime() - begun;
      }
      assertThat(other.expectEnd()).containsExactly("played");
      Arrays.sort(nanos);
      assertThat(Duration.ofNanos(nanos[rounds / 4])).as("lower quartile").isLessThan(FAST);
    }
  }

  @Test
  void pairsOfThreadsPlayBallAndLoseNoWakeUp() {
    List<CompletableFuture<Void>> players = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String ping = "ping" + i;
      String pong = "pong" + i;
      players.add(CompletableFuture.runAsync(() -> play(ping, pong)));
      Thread thread = new Thread(() -> answerTo(ping, pong));
      thread.start();
    }
    players.forEach(CompletableFuture::join);
  }

  private void play(String ping, String pong) {
    try {
      for (int i = 1; i <= ROUNDS; i++) {
        memory.put(BALLS, ping, new Ball(i));
        WaitingAgent.awaitBall(memory, pong, i);
      }
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private void answerTo(String ping, String pong) {
    try {
      WaitingAgent.answer(memory, ping, pong, ROUNDS);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void aFeedIsWokenByAnotherProcess() throws Exception {
    int rounds = 50;
    ChangeFeed feed = cairn.maintenance().changes();
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 1; i <= rounds; i++) {
                  memory.put(BALLS, "ping", new Ball(i));
                  WaitingAgent.awaitBall(memory, "pong", i);
                }
              } catch (InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    try (OtherJvm other = OtherJvm.small(WaitingAgent.class, directory, "ping", "pong", rounds)) {
      int changes = 0;
      while (changes < 2 * rounds) {
        changes += feed.take().size();
      }
      assertThat(other.expectEnd()).containsExactly("played");
    }
    reading.join();
  }

  @Test
  void aCommitOfAProgramThatIsNotCairnIsNoticed() {
    AtomicInteger runs = new AtomicInteger();
    memory.put(BALLS, "n", new Ball(1));
    CompletableFuture<Ball> wait =
        memory.awaitAsync(
            m -> {
              Optional<Ball> ball = m.get(BALLS, "never");
              runs.incrementAndGet();
              return ball;
            },
            Duration.ofHours(1));
    Await.until("the first look", () -> runs.get() == 1);
    try (OtherJvm foreign = OtherJvm.small(EngineProgram.class)) {
      foreign.expect("put", "foreignPut", directory, "key", "value");
      Await.until("another look", () -> runs.get() == 2);
    }
    wait.cancel(false);
  }
}
