package dev.cairn.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of a job at one moment; immutable.
 *
 * @param id its id
 * @param status its state
 * @param options the options that it was submitted with
 * @param submittedAt when it was submitted
 * @param since the time from which it is in that state; for a delayed job, the time until which it
 *     waits
 * @param attempts how often it was begun, not counting claims that were given back
 * @param result the result that it was completed with, if any
 * @param failure the reason of its last failure, if there was one
 */
public record Job(
    JobId id,
    JobStatus status,
    JobOptions options,
    Instant submittedAt,
    Instant since,
    int attempts,
    Optional<String> result,
    Optional<String> failure) {

  Job to(JobStatus next, Instant time) {
    return new Job(id, next, options, submittedAt, time, attempts, result, failure);
  }

  Job withAttempts(int count) {
    return new Job(id, status, options, submittedAt, since, count, result, failure);
  }

  Job withResult(Optional<String> given) {
    return new Job(id, status, options, submittedAt, since, attempts, given, failure);
  }

  Job withFailure(String reason) {
    return new Job(id, status, options, submittedAt, since, attempts, result, Optional.of(reason));
  }

  /** Tells whether it may not be begun any more. */
  boolean late(Instant now) {
    return options.deadline().filter(now::isAfter).isPresent();
  }
}
