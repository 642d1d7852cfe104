package dev.cairn.locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import dev.cairn.StaleTokenException;
import dev.cairn.internal.engine.CommitListener;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.machine.MachineRun;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import dev.cairn.values.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests locks whose holders are late with a lease, and waiters that are interrupted. */
@Tag("slow")
class LateHoldersTest extends OpenStoreForLocks {
  private static final Duration LONG = Duration.ofMinutes(5);

  private void awaitWaiters(String name, int count) {
    Await.until(count + " wait", () -> lock(name).status().waiters().size() == count);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLockWhoseLeaseHasEndedIsNotTakenAgainAndItsOldHoldReleasesNothing() throws Exception {
    NamedLock leased = lock("x").withLease(Duration.ofMillis(200));
    Hold outer = leased.write();
    try (Hold inner = leased.write()) {
      assertThat(inner.token()).isEqualTo(outer.token());
    }
    assertThatThrownBy(() -> lock("x").withLease(Duration.ofSeconds(5)).write())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("200 ms");
    Hold next = lock("x").writeAsync().get(20, SECONDS);
    assertThatThrownBy(leased::write)
        .isInstanceOf(StaleTokenException.class)
        .hasMessageContaining("'x'");
    assertThat(leased.tryWrite()).as("once").isEmpty();
    next.close();
    Hold fresh = leased.write();
    outer.close();
    assertThat(fresh.isHeld()).isTrue();
    fresh.close();
    assertThat(elsewhere(() -> lock("x").tryWrite())).isPresent();
  }

  @Test
  void whoFollowsAnEndedLeaseReadsWhatTheFormerHolderHadBegunToWrite() throws Exception {
    CountDownLatch checked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Hold stuck = lock("x").withLease(Duration.ofMillis(200)).write();
    Future<?> writing =
        others.submit(
            () ->
                memory.write(
                    stuck.token(),
                    m -> {
                      checked.countDown();
                      awaitQuietly(goOn);
                      m.users().recordConversation("ann");
                    }));
    assertThat(checked.await(20, SECONDS)).isTrue();
    Future<Boolean> reading =
        others.submit(
            () -> {
              try (Hold next = lock("x").write()) {
                assertThat(next.isHeld()).isTrue();
                return memory.users().get("ann").isPresent();
              }
            });
    Await.until("the lease has ended", () -> !stuck.isHeld());
    assertThatThrownBy(() -> reading.get(300, MILLISECONDS)).isInstanceOf(TimeoutException.class);
    goOn.countDown();
    writing.get(20, SECONDS);
    assertThat(reading.get(20, SECONDS)).isTrue();
  }

  private OptionalLong tokenOfTheHolder() {
    return lock("x").status().holders().get(0).token();
  }

  /** Gives a lock back, and tells whether it was held until then, and by nobody else. */
  private static boolean isAlone(Hold hold, AtomicInteger holders) {
    try (hold) {
      boolean alone = holders.incrementAndGet() == 1 && hold.isHeld();
      holders.decrementAndGet();
      return alone;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoFollowsAnEndedLeaseWithALeaseHasTheLockAfterALongWriteOfTheFormerHolder(boolean renewed)
      throws Exception {
    Duration lease = Duration.ofMillis(500);
    NamedLock following =
        renewed ? lock("x").withRenewedLease(lease, LONG) : lock("x").withLease(lease);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch checked = new CountDownLatch(1);
    Hold stuck = lock("x").withLease(Duration.ofMillis(200)).write();
    Future<?> writing =
        others.submit(
            () ->
                memory.write(
                    stuck.token(),
                    m -> {
                      checked.countDown();
                      awaitQuietly(goOn);
                    }));
    assertThat(checked.await(20, SECONDS)).isTrue();
    AtomicInteger holders = new AtomicInteger();
    Future<Boolean> first = others.submit(() -> isAlone(following.write(), holders));
    awaitWaiters("x", 1);
    Future<Boolean> second = others.submit(() -> isAlone(following.write(), holders));
    CompletableFuture<Boolean> third =
        following.writeAsync().thenApply(hold -> isAlone(hold, holders));
    Await.until("the first lease has ended", () -> !stuck.isHeld());
    OptionalLong granted = tokenOfTheHolder();
    if (renewed) {
      assertThatThrownBy(() -> first.get(4 * lease.toMillis(), MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(tokenOfTheHolder()).isEqualTo(granted);
    } else {
      Await.until("that of the follower has ended", () -> !tokenOfTheHolder().equals(granted));
    }
    goOn.countDown();
    writing.get(20, SECONDS);
    assertThat(first.get(20, SECONDS)).isTrue();
    assertThat(second.get(20, SECONDS)).isTrue();
    assertThat(third.get(20, SECONDS)).isTrue();
  }

  @Test
  void aDeadlockIsLookedForOnceMoreAlsoByAThreadThatIsInterrupted() throws Exception {
    Hold mine = lock("a").write();
    Future<Boolean> other =
        others.submit(
            () -> {
              try (Hold b = lock("b").write();
                  Hold a = lock("a").read()) {
                return a.isHeld() && b.isHeld();
              }
            });
    awaitWaiters("a", 1);
    long begun = System.nanoTime();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> lock("b").read()).isInstanceOf(DeadlockException.class);
    assertThat(Thread.interrupted()).as("the interrupt stays pending").isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(100));
    mine.close();
    assertThat(other.get(20, SECONDS)).isTrue();
  }

  /** Holds the writer until it is let go. */
  private static CompletableFuture<String> block(Engine engine, CountDownLatch goOn) {
    return engine.writeAsync(
        batch -> {
          awaitQuietly(goOn);
          return "";
        },
        Duration.ofSeconds(20));
  }

  @Test
  void aRequestThatCannotBeWithdrawnInTimeIsWithdrawnLater() throws Exception {
    Hold hold = lock("x").write();
    Future<Hold> late = others.submit(() -> lock("x").write(Deadline.in(Duration.ofSeconds(3))));
    CompletableFuture<Hold> later = lock("x").withTimeout(Duration.ofSeconds(3)).readAsync();
    awaitWaiters("x", 2);
    CountDownLatch goOn = new CountDownLatch(1);
    Path run = directory.resolve("volatile").resolve(MachineRun.name());
    try (Engine engine = LmdbEngine.open(run, LmdbOptions.ofOneRun())) {
      CompletableFuture<String> blocking = block(engine, goOn);
      assertThatThrownBy(() -> late.get(10, SECONDS))
          .cause()
          .isInstanceOf(LockTimeoutException.class);
      assertThatThrownBy(() -> lock("y").write(Deadline.in(Duration.ofMillis(200))))
          .isInstanceOf(LockTimeoutException.class)
          .hasMessageContaining("not even be asked for");
      assertThat(lock("y").tryWrite()).as("at once").isEmpty();
      assertThat(lock("y").writeLock().tryLock()).isFalse();
      assertThat(lock("x").status().waiters()).as("for now").hasSize(2);
      goOn.countDown();
      blocking.get(20, SECONDS);
    }
    assertThatThrownBy(() -> later.get(20, SECONDS))
        .cause()
        .isInstanceOf(LockTimeoutException.class);
    awaitWaiters("x", 0);
    hold.close();
    assertThat(elsewhere(() -> lock("x").tryWrite())).isPresent();
  }

  @Test
  void aRequestBehindTheDeadEndsWithItsDeadlineWhereNobodyCanTakeTheLockFromThem()
      throws Exception {
    try (OtherJvm holder = OtherJvm.small(LockAgent.class, directory, 60_000)) {
      assertThat(holder.line()).isEqualTo("ready");
      assertThat(holder.ask("write", "x")).startsWith("granted");
    }
    assertThat(lock("x").status().holders()).as("nobody has noticed").hasSize(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<CompletableFuture<String>> blocking = new AtomicReference<>();
    Path run = directory.resolve("volatile").resolve(MachineRun.name());
    try (Engine engine = LmdbEngine.open(run, LmdbOptions.ofOneRun())) {
      CommitListener afterTheRequest =
          (batch, version) -> {
            if (blocking.get() == null && !lock("x").status().waiters().isEmpty()) {
              CompletableFuture.runAsync(() -> blocking.set(block(engine, goOn))).join();
            }
          };
      engine.addCommitListener(afterTheRequest);
      CompletableFuture<Hold> late = lock("x").withTimeout(Duration.ofMillis(1_500)).writeAsync();
      assertThatThrownBy(() -> late.get(20, SECONDS))
          .cause()
          .isInstanceOf(LockTimeoutException.class)
          .hasMessageContaining("was not granted");
      engine.removeCommitListener(afterTheRequest);
      goOn.countDown();
      blocking.get().get(20, SECONDS);
    }
    assertThat(memory.locks().statistics().recent())
        .anyMatch(operation -> operation.event() == LockStatistics.Event.TIMED_OUT);
    assertThat(elsewhere(() -> lock("x").write()).isHeld()).isTrue();
  }

  @Test
  void anInterruptLosesNoPlaceInTheQueue() throws Exception {
    Hold hold = lock("x").write();
    AtomicReference<Thread> thread = new AtomicReference<>();
    Future<Boolean> first =
        others.submit(
            () -> {
              thread.set(Thread.currentThread());
              Hold got = lock("x").write();
              boolean interrupted = Thread.interrupted();
              Await.until("the next one waits", () -> lock("x").status().waiters().size() == 1);
              got.close();
              return interrupted;
            });
    awaitWaiters("x", 1);
    Future<Hold> second = others.submit(() -> lock("x").write());
    awaitWaiters("x", 2);
    thread.get().interrupt();
    hold.close();
    assertThat(first.get(20, SECONDS)).as("the interrupt stays pending").isTrue();
    assertThat(second.get(20, SECONDS).isHeld()).isTrue();
  }
}
