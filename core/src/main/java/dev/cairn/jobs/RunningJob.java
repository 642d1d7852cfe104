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

  /** True once the claim was found lost: a thread is interrupted once. */
  private boolean lost;

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
   * holder gave it up.
   *
   * @param row the job as it is now; empty if it is gone
   */
  synchronized void interruptIfLost(Optional<JobRow> row, Instant now) {
    boolean held = row.filter(job -> job.claimedUnder(claim.token())).isPresent();
    if (held) {
      leaseUntil = row.flatMap(JobRow::holder).flatMap(JobRow.Holder::leaseUntil);
    }
    if (thread != null && !lost && isLost(row, held, now)) {
      lost = true;
      thread.interrupt();
    }
  }

  private boolean isLost(Optional<JobRow> row, boolean held, Instant now) {
    if (row.isEmpty() || row.get().token() != claim.token()) {
      return true;
    }
    JobStatus status = row.get().status();
    boolean leaseOver = leaseUntil.filter(until -> !now.isBefore(until)).isPresent();
    return status == JobStatus.CANCELLED || (!held && status != JobStatus.DONE && leaseOver);
  }
}
