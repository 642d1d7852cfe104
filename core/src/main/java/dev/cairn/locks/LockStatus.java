package dev.cairn.locks;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.List;

/**
 * The holders of a named lock and those who wait for it, at one moment; immutable.
 *
 * @param resource the name of the lock
 * @param holders the holders
 * @param waiters the requests that wait, the next one first
 */
public record LockStatus(String resource, List<Participant> holders, List<Participant> waiters) {

  /** Copies the lists. */
  public LockStatus {
    Arguments.notBlank("resource", resource);
    holders = Arguments.copyOf("holders", holders);
    waiters = Arguments.copyOf("waiters", waiters);
  }

  /**
   * A holder of a named lock, or a request that waits for it.
   *
   * @param processId the id of the process, in its own container
   * @param thread the name of the thread that made the request
   * @param writing true if the lock is for writing
   * @param since the time of the grant, or of the request if it waits
   */
  public record Participant(long processId, String thread, boolean writing, Instant since) {}

  static LockStatus of(String resource, LockRow row) {
    return new LockStatus(
        resource,
        row.holders().stream()
            .map(grant -> participant(grant.party(), grant.exclusive(), grant.since()))
            .toList(),
        row.queue().stream()
            .map(wait -> participant(wait.party(), wait.exclusive(), wait.since()))
            .toList());
  }

  private static Participant participant(Party party, boolean exclusive, long since) {
    return new Participant(party.pid(), party.name(), exclusive, Instant.ofEpochMilli(since));
  }
}
