package dev.cairn.internal.locks.rules;

import dev.cairn.internal.machine.ProcessId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state of one lock: its holders and those who wait, in the order in which they are served.
 *
 * @param holders one for writing, any number for reading, or those who have permits
 * @param queue the requests that wait, the first one first
 * @param endedLease the token of the last grant whose lease has ended, or 0: kept until somebody
 *     who was granted the lock since, and so has waited for the writes of that holder, releases it
 */
public record LockRow(List<Grant> holders, List<Wait> queue, long endedLease) {
  /** A lock that nobody holds or waits for. */
  public static final LockRow FREE = new LockRow(List.of(), List.of(), 0);

  /** Copies the lists. */
  public LockRow {
    holders = List.copyOf(holders);
    queue = List.copyOf(queue);
  }

  public boolean isFree() {
    return holders.isEmpty() && queue.isEmpty() && endedLease == 0;
  }

  /** Returns the processes of its holders and of those who wait. */
  public Set<ProcessId> processes() {
    Set<ProcessId> processes = new HashSet<>();
    @Nullable Party last = null;
    for (Grant grant : holders) {
      last = addProcess(processes, grant.party(), last);
    }
    for (Wait wait : queue) {
      last = addProcess(processes, wait.party(), last);
    }
    return processes;
  }

  /** Many that follow one another are of one process. */
  private static Party addProcess(Set<ProcessId> processes, Party party, @Nullable Party last) {
    if (last == null || !party.isOfSameProcess(last)) {
      boolean unused = processes.add(party.process());
    }
    return party;
  }

  public @Nullable Grant grantOf(Party party) {
    for (Grant grant : holders) {
      if (grant.party().is(party)) {
        return grant;
      }
    }
    return null;
  }

  public @Nullable Grant grantWith(long token) {
    for (Grant grant : holders) {
      if (grant.token() == token) {
        return grant;
      }
    }
    return null;
  }

  @Nullable Wait waitOf(Party party) {
    for (Wait wait : queue) {
      if (wait.party().is(party)) {
        return wait;
      }
    }
    return null;
  }

  /** Returns this with a request in its place. */
  LockRow with(Wait request) {
    int place = queue.size();
    while (place > 0 && request.overtakes(queue.get(place - 1))) {
      place--;
    }
    List<Wait> longer = new ArrayList<>(queue);
    longer.add(place, request);
    return new LockRow(holders, longer, endedLease);
  }

  /** Returns this without the parties that {@code gone} names. */
  LockRow without(Predicate<Party> gone) {
    return new LockRow(
        holders.stream().filter(grant -> !gone.test(grant.party())).toList(),
        queue.stream().filter(wait -> !gone.test(wait.party())).toList(),
        endedLease);
  }

  /** Returns this without what has come of one request: its place in the queue, or its grant. */
  LockRow without(Party party, long request) {
    return new LockRow(
        holders.stream()
            .filter(grant -> grant.request() != request || !grant.party().is(party))
            .toList(),
        queue.stream()
            .filter(wait -> wait.request() != request || !wait.party().is(party))
            .toList(),
        endedLease);
  }

  /** Returns this without a grant. */
  LockRow without(Grant released) {
    return new LockRow(
        holders.stream().filter(grant -> grant.token() != released.token()).toList(),
        queue,
        endedLease);
  }

  /** Returns this with the token of the last grant whose lease has ended, or 0 for none. */
  LockRow withEndedLease(long token) {
    return new LockRow(holders, queue, token);
  }

  /** Returns this with another grant in place of the one with its token. */
  LockRow replacing(Grant changed) {
    return new LockRow(
        holders.stream().map(grant -> grant.token() == changed.token() ? changed : grant).toList(),
        queue,
        endedLease);
  }

  /** Returns the first request, if the lock can be granted to it now. */
  @Nullable Wait next() {
    if (queue.isEmpty()) {
      return null;
    }
    Wait first = queue.get(0);
    int held = holders.size();
    boolean fits = held < first.most() && holders.stream().allMatch(grant -> held < grant.most());
    return fits ? first : null;
  }

  /** Returns this with the first request granted. */
  LockRow granted(Grant grant) {
    List<Grant> more = new ArrayList<>(holders);
    more.add(grant);
    return new LockRow(more, queue.subList(1, queue.size()), endedLease);
  }

  /**
   * Returns the parties that must give up the lock, or their place, before a request is served. Of
   * the holders of a semaphore any one will do, so none of them must.
   *
   * @param waits tells which parties still wait for this lock; the place of another is given up
   */
  List<Party> before(Wait request, Predicate<Party> waits) {
    List<Party> before = new ArrayList<>();
    for (Grant grant : holders) {
      if (grant.exclusive() || request.exclusive()) {
        before.add(grant.party());
      }
    }
    for (Wait wait : queue) {
      if (wait.ticket() == request.ticket()) {
        break;
      }
      if ((wait.exclusive() || request.exclusive()) && waits.test(wait.party())) {
        before.add(wait.party());
      }
    }
    return before;
  }
}
