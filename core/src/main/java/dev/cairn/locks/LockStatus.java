package dev.cairn.locks;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.Party;
import dev.cairn.internal.locks.rules.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

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
   * @param kind the way in which it holds the lock, or asks for it
   * @param processId the id of the process, in its own container
   * @param thread the name of the thread that made the request
   * @param since the time of the grant, or of the request if it waits
   * @param token the number of the grant; empty if it waits
   * @param lease the time after which others may take the lock unless it is renewed; empty if there
   *     is none
   */
  public record Participant(
      LockKind kind,
      long processId,
      String thread,
      Instant since,
      OptionalLong token,
      Optional<Duration> lease) {

    private static Participant of(LockKey key, Grant grant) {
      return new Participant(
          LockKind.of(key, grant.exclusive()),
          grant.party().pid(),
          grant.party().name(),
          Instant.ofEpochMilli(grant.since()),
          OptionalLong.of(grant.token()),
          lease(grant.leaseMillis()));
    }

    private static Participant of(LockKey key, Wait wait) {
      return new Participant(
          LockKind.of(key, wait.exclusive()),
          wait.party().pid(),
          wait.party().name(),
          Instant.ofEpochMilli(wait.since()),
          OptionalLong.empty(),
          lease(wait.leaseMillis()));
    }

    private static Optional<Duration> lease(long millis) {
      return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
  }

  static LockStatus of(String resource, LockKey key, LockRow row) {
    return of(resource, key, row, party -> true);
  }

  /**
   * Returns the status of a lock.
   *
   * @param shown tells which holders and waiters are part of it
   */
  static LockStatus of(String resource, LockKey key, LockRow row, Predicate<? super Party> shown) {
    return new LockStatus(
        resource,
        row.holders().stream()
            .filter(grant -> shown.test(grant.party()))
            .map(grant -> Participant.of(key, grant))
            .toList(),
        row.queue().stream()
            .filter(wait -> shown.test(wait.party()))
            .map(wait -> Participant.of(key, wait))
            .toList());
  }
}
