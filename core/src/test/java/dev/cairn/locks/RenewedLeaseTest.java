package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.LockTimeoutException;
import dev.cairn.testing.OtherJvm;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests leases that are renewed in the background, and the ends of the renewal. */
class RenewedLeaseTest extends OpenStoreForLocks {
  private static final Duration LEASE = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofMinutes(10);

  private Duration timeUntilAnotherHasIt(String name) throws Exception {
    long begun = System.nanoTime();
    elsewhere(() -> lock(name).write()).isHeld();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Test
  void aHolderThatLivesKeepsItsLock() throws Exception {
    try (Hold hold = lock("a").withRenewedLease(LEASE, LONG).write()) {
      NamedLock patient = lock("a").withTimeout(LEASE.multipliedBy(5));
      assertThat(elsewhere(() -> refused(patient))).isTrue();
      assertThat(hold.isHeld()).isTrue();
    }
    assertThat(elsewhere(() -> lock("a").tryWrite())).isPresent();
  }

  private static boolean refused(NamedLock lock) {
    try {
      lock.write().close();
      return false;
    } catch (LockTimeoutException e) {
      return true;
    }
  }

  @Test
  void aThreadThatEndedLosesItsLockAfterTheLease() throws Exception {
    Thread thread = new Thread(() -> lock("a").withRenewedLease(LEASE, LONG).write().isHeld());
    thread.start();
    thread.join();
    assertThat(timeUntilAnotherHasIt("a")).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aThreadThatIsStuckLosesItsLockAfterTheGreatestTime() throws Exception {
    Duration most = LEASE.multipliedBy(4);
    Hold hold = lock("a").withRenewedLease(LEASE, most).write();
    assertThat(timeUntilAnotherHasIt("a")).isBetween(most, Duration.ofSeconds(15));
    assertThat(hold.isHeld()).isFalse();
  }

  @Test
  void aHoldFromAFutureIsRenewedUntilItIsClosed() throws Exception {
    Hold hold = lock("a").withRenewedLease(LEASE, LONG).writeAsync().join();
    NamedLock patient = lock("a").withTimeout(LEASE.multipliedBy(4));
    assertThat(elsewhere(() -> refused(patient))).isTrue();
    assertThat(hold.isHeld()).isTrue();
    hold.close();
    assertThat(elsewhere(() -> lock("a").tryWrite())).isPresent();
  }

  @Test
  void aHoldFromAFutureIsRenewedWhileWhatDependsOnItRuns() throws Exception {
    Hold first = lock("a").write();
    CompletableFuture<Boolean> kept =
        lock("a")
            .withRenewedLease(LEASE, LONG)
            .writeAsync()
            .thenApply(
                hold -> {
                  NamedLock patient = lock("a").withTimeout(LEASE.multipliedBy(4));
                  try (hold) {
                    return elsewhere(() -> refused(patient)) && hold.isHeld();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
    first.close();
    assertThat(kept.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aHeldLockIsNotTakenAgainForALongerRenewal() {
    try (Hold hold = lock("a").withLease(LEASE).write()) {
      assertThat(hold.isHeld()).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(() -> lock("a").withRenewedLease(LEASE, LONG).write())
          .withMessageContaining("renewed for 600000 ms");
    }
    try (Hold hold = lock("a").withRenewedLease(LEASE, LONG).write()) {
      assertThat(hold.isHeld()).isTrue();
      lock("a").withRenewedLease(LEASE, LONG).write().close();
      lock("a").withLease(LEASE).write().close();
      assertThat(hold.isHeld()).isTrue();
    }
  }

  @Test
  void aStoppedProcessLosesItsLockAfterTheLease() throws Exception {
    try (OtherJvm agent = OtherJvm.small(LockAgent.class, directory, 60_000)) {
      assertThat(agent.line()).isEqualTo("ready");
      assertThat(agent.ask("renewed", "a")).startsWith("granted");
      agent.signal("STOP");
      assertThat(timeUntilAnotherHasIt("a")).isLessThan(Duration.ofSeconds(10));
      agent.signal("CONT");
    }
  }

  @Test
  void aTimeThatIsShorterThanTheLeaseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lock("a").withRenewedLease(LEASE, LEASE.minusMillis(1)))
        .withMessageContaining("PT0.4S");
  }
}
