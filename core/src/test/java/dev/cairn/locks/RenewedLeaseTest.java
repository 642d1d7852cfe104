package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.LockTimeoutException;
import dev.cairn.testing.OtherJvm;
import java.time.Duration;
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
