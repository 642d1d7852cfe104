package dev.cairn.jobs;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that a thread of a worker does, which is interrupted if the job's claim is lost. */
final class RunningJob {
  private final Claim<?> claim;

  /** The end of the lease, as it was seen last. */
  private Optional<Instant> leaseUntil;

  /** The thread, while it is inside of the handler. */
  private @Nullable Thread thread;

  /** True once a look found that the claim has ended. */
  private boolean over;

  RunningJob(Claim<?> claim, Optional<Instant> leaseUntil) {
    this.claim = claim;
    this.leaseUntil = leaseUntil;
  }

  JobId id() {
    return claim.id();
  }

  /** Notes that the calling thread is inside of the handler. */
  synchronized void enter() {
    thread = Thread.currentThread();
  }

  /** Notes that no thread is inside of the handler, so that none is interrupted any more. */
  synchronized void leave() {
    thread = null;
  }

  synchronized boolean isOf(Thread other) {
    return other.equals(thread);
  }

  /**
   * Interrupts the thread if the claim has ended, but neither by a completion nor because its
   * holder gave it up. The first call that finds the claim ended decides.
   *
   * @param row the job as it is now; empty if it is gone
   */
  synchronized void interruptIfLost(Optional<JobRow> row, Instant now) {
    if (over) {
      return;
    }
    if (row.filter(job -> job.claimedUnder(claim.token())).isPresent()) {
      leaseUntil = row.flatMap(JobRow::holder).flatMap(JobRow.Holder::leaseUntil);
      return;
    }
    over = true;
    if (thread != null && isLost(row, now)) {
      thread.interrupt();
    }
  }

  /**
   * Tells how a claim has ended. If the job is gone, or has been claimed again since the last look,
   * only the lease can tell: without one that is over, nobody took the job from its holder.
   */
  private boolean isLost(Optional<JobRow> row, Instant now) {
    return row.filter(job -> job.token() == claim.token())
        .map(job -> job.status() == JobStatus.CANCELLED || job.holder().isPresent())
        .orElseGet(() -> leaseUntil.filter(until -> !now.isBefore(until)).isPresent());
  }
}
