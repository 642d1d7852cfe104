package dev.cairn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Memory;
import dev.cairn.testing.Await;
import dev.cairn.testing.NewStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Tests leases of claims and renewals that wait for their turn to be written. */
class RenewedLeaseTest extends NewStore {
  record Task(int number) {}

  private static final JobKind<Task> TASK = JobKind.named("task", Task.class);
  private static final Duration LEASE = Duration.ofSeconds(10);

  @Test
  void aLeaseThatIsRenewedInTimeIsNotTakenBack() throws Exception {
    Memory memory = cairn.memory();
    Jobs jobs = memory.jobs();
    jobs.submit(TASK, new Task(1));
    Claim<Task> claim = jobs.claim(TASK, LEASE).orElseThrow();
    clock.advance(LEASE);
    CountDownLatch otherWaits = new CountDownLatch(1);
    CompletableFuture<Void> renewal =
        memory.writeAsync(
            m -> {
              await(otherWaits);
              m.jobs().renew(claim, LEASE);
            });
    FutureTask<Optional<Claim<Task>>> other = new FutureTask<>(() -> jobs.claim(TASK));
    Thread thread = new Thread(other);
    thread.start();
    // It has read that the lease has ended, and has the renewal before it in the queue of writes.
    Await.until("the other one waits for its write", () -> waitsInWrite(thread, "takeBackLost"));
    otherWaits.countDown();

    assertThat(other.get()).isEmpty();
    renewal.join();
    assertThat(jobs.get(claim.id()).orElseThrow().status()).isEqualTo(JobStatus.CLAIMED);
    assertThat(jobs.complete(claim)).isTrue();
  }

  @Test
  void aLeaseBeginsWithTheTurnOfItsClaim() throws Exception {
    Memory memory = cairn.memory();
    Jobs jobs = memory.jobs();
    jobs.submit(TASK, new Task(1));
    jobs.release(jobs.claim(TASK).orElseThrow()); // the first claim opens something, and writes
    CountDownLatch claimWaits = new CountDownLatch(1);
    CompletableFuture<Void> before = memory.writeAsync(m -> await(claimWaits));
    FutureTask<Optional<Claim<Task>>> claiming = new FutureTask<>(() -> jobs.claim(TASK, LEASE));
    Thread thread = new Thread(claiming);
    thread.start();
    Await.until("the claim waits for its write", () -> waitsInWrite(thread, "change"));
    clock.advance(LEASE.multipliedBy(2));
    claimWaits.countDown();

    Claim<Task> claim = claiming.get().orElseThrow();
    before.join();
    assertThat(claim.job().since()).isEqualTo(clock.instant());
    assertThat(jobs.claim(TASK)).isEmpty();
    jobs.renew(claim, LEASE);
  }

  private static boolean waitsInWrite(Thread thread, String method) {
    Thread.State state = thread.getState();
    return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
