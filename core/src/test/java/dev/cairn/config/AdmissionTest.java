package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.LimitExceededException;
import dev.cairn.LockTimeoutException;
import dev.cairn.episodes.Episode;
import dev.cairn.limits.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no more operations of a kind run at once, and none more often, than was set, and that
 * none waits longer.
 */
class AdmissionTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path directory;
  private Cairn cairn;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("store"));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    cairn.close();
  }

  /** Ten users each store ten memories and synchronise once, all at the same time. */
  @Test
  void tenUsersWorkAtOnce() throws InterruptedException, ExecutionException {
    Configuration configuration = Configuration.of(Map.of());
    AtomicInteger syncing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> users = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String user = "user_" + i;
      users.add(
          threads.submit(
              () -> {
                for (int j = 0; j < 10; j++) {
                  String memory = "Memory %d from %s".formatted(j, user);
                  configuration
                      .memoryOperations()
                      .run(
                          cairn,
                          user,
                          deadline -> cairn.memory(user).episodes().record(Episode.of(memory)));
                }
                configuration
                    .syncs()
                    .run(
                        cairn,
                        user,
                        deadline -> {
                          most.accumulateAndGet(syncing.incrementAndGet(), Math::max);
                          cairn.memory(user).users().update(user, each -> each);
                          return syncing.decrementAndGet();
                        });
              }));
    }
    for (Future<?> user : users) {
      user.get();
    }

    assertThat(most).hasValueBetween(1, 3);
    for (int i = 0; i < 10; i++) {
      assertThat(cairn.memory("user_" + i).episodes().count()).isEqualTo(10);
    }
  }

  @Test
  void aUserWhoHasBegunAsManyAsTheRateAllowsIsRefusedAtOnceAndOthersAreNot() {
    Admission admission = new Admission("crawl", MINUTE, 5, Optional.of(Rate.perHour(2)));

    assertThat(admission.<Integer>run(cairn, "ann", deadline -> 1)).isEqualTo(1);
    assertThat(admission.<Integer>run(cairn, "ann", deadline -> 2)).isEqualTo(2);
    assertThatThrownBy(() -> admission.run(cairn, "ann", deadline -> 3))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("crawl operations of ann");
    assertThat(admission.<Integer>run(cairn, "bob", deadline -> 4)).isEqualTo(4);
  }

  @Test
  void whoeverWaitsLongerThanTheOperationMayTakeIsRefused() throws InterruptedException {
    Admission patient = new Admission("crawl", MINUTE, 1, Optional.empty());
    Admission hasty = new Admission("crawl", Duration.ofMillis(50), 1, Optional.empty());
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Future<Boolean> first =
        threads.submit(
            () ->
                patient.run(
                    cairn,
                    "ann",
                    deadline -> {
                      runs.countDown();
                      try {
                        return mayEnd.await(60, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        return false;
                      }
                    }));
    assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> hasty.run(cairn, "bob", deadline -> 1))
        .isInstanceOf(LockTimeoutException.class)
        .hasMessageContaining("crawl operations");
    mayEnd.countDown();
    assertThat(first).succeedsWithin(MINUTE).isEqualTo(true);
    assertThat(patient.<Integer>run(cairn, "bob", deadline -> 2)).isEqualTo(2);
  }

  @Test
  void anOperationThatThrowsMakesRoomAndItsDeadlineIsTheTimeout() {
    Admission admission = new Admission("crawl", MINUTE, 1, Optional.empty());

    assertThatThrownBy(
            () ->
                admission.run(
                    cairn,
                    "ann",
                    deadline -> {
                      throw new UnsupportedOperationException("offline");
                    }))
        .hasMessage("offline");
    assertThat(admission.<Duration>run(cairn, "ann", deadline -> deadline.left()))
        .isBetween(Duration.ofSeconds(30), MINUTE);
  }
}
