package dev.cairn.jobs;

import dev.cairn.internal.machine.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it is stored.
 *
 * @param job the part that callers see
 * @param token the number of its last claim, 0 before the first
 * @param holder the process that has claimed it, while it is claimed; and after that, until the
 *     job's next step, if the claim has ended by itself: so a worker tells that from an end by the
 *     holder
 */
record JobRow(Job job, long token, Optional<Holder> holder) {

  /**
   * The process that has claimed a job, and the end of its lease.
   *
   * @param slot the slot of the process
   * @param incarnation tells it from those that had the slot before
   * @param leaseUntil the time at which the claim ends though the process is alive; empty if it
   *     does not
   */
  record Holder(int slot, long incarnation, Optional<Instant> leaseUntil) {
    static Holder of(ProcessId process, Optional<Instant> leaseUntil) {
      return new Holder(process.slot(), process.incarnation(), leaseUntil);
    }

    ProcessId process() {
      return new ProcessId(slot, incarnation);
    }

    boolean expired(Instant now) {
      return leaseUntil.filter(until -> !now.isBefore(until)).isPresent();
    }
  }

  JobId id() {
    return job.id();
  }

  JobStatus status() {
    return job.status();
  }

  /** Tells whether it is claimed under a token. */
  boolean claimedUnder(long claim) {
    return status() == JobStatus.CLAIMED && token == claim;
  }

  JobRow ready(Instant now) {
    return new JobRow(job.to(JobStatus.READY, now), token, Optional.empty());
  }

  JobRow delayed(Instant until, String failure) {
    Job waiting = job.withFailure(failure).to(JobStatus.DELAYED, until);
    return new JobRow(waiting, token, Optional.empty());
  }

  /** Returns this job as one whose claim has ended by itself. */
  JobRow returned(Instant now, String failure) {
    Job waiting = job.withFailure(failure).to(JobStatus.READY, now);
    return new JobRow(waiting, token, Optional.empty());
  }

  /** Returns this job as one that a holder has lost. */
  JobRow lostBy(Optional<Holder> former) {
    return new JobRow(job, token, former);
  }

  JobRow claimed(Instant now, long claim, Holder by) {
    Job claimed = job.withAttempts(job.attempts() + 1).to(JobStatus.CLAIMED, now);
    return new JobRow(claimed, claim, Optional.of(by));
  }

  JobRow dead(Instant now, String failure) {
    Job dead = job.withFailure(failure).to(JobStatus.DEAD, now);
    return new JobRow(dead, token, Optional.empty());
  }

  JobRow done(Instant now, Optional<String> result) {
    Job done = job.withResult(result).to(JobStatus.DONE, now);
    return new JobRow(done, token, Optional.empty());
  }

  JobRow cancelled(Instant now) {
    return new JobRow(job.to(JobStatus.CANCELLED, now), token, Optional.empty());
  }

  /** Returns this job with an attempt fewer. */
  JobRow withoutAttempt() {
    return new JobRow(job.withAttempts(job.attempts() - 1), token, holder);
  }

  JobRow withoutAttempts() {
    return new JobRow(job.withAttempts(0), token, holder);
  }

  JobRow leased(Instant now, Duration lease) {
    return new JobRow(
        job,
        token,
        holder.map(by -> new Holder(by.slot(), by.incarnation(), Optional.of(now.plus(lease)))));
  }
}
