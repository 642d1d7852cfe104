package dev.cairn.jobs;

import dev.cairn.internal.checks.Arguments;

/**
 * A job that a caller has claimed: nobody else gets it while the claim lasts.
 *
 * @param namespace the namespace of the job, "" for the default one
 * @param job the job, as it was when it was claimed
 * @param token the number of the claim: each claim of a job has a greater one than those before
 * @param payload the payload
 * @param <P> its record class
 */
public record Claim<P extends Record>(String namespace, Job job, long token, P payload) {

  /** Refuses null, and a token that is not positive. */
  public Claim {
    Arguments.notNull("namespace", namespace);
    Arguments.notNull("job", job);
    Arguments.positive("token", token);
    Arguments.notNull("payload", payload);
  }

  /** Returns the id of the job. */
  public JobId id() {
    return job.id();
  }
}
