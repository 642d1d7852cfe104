package dev.cairn.internal.locks;

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
 * @param leaseEnded true if a lease has ended, until one who was granted the lock since, and so has
 *     waited for the writes of the former holder, releases it
 */
public record LockRow(List<Grant> holders, List<Wait> queue, boolean leaseEnded) {
  /** A lock that nobody holds or waits for. */
  public static final LockRow FREE = new LockRow(List.of(), List.of(), false);

  /** Copies the lists. */
  public LockRow {
    holders = List.copyOf(holders);
    queue = List.copyOf(queue);
  }

  boolean isFree() {
    return holders.isEmpty() && queue.isEmpty() && !leaseEnded;
  }

  /** Returns the processes of its holders and of those who wait. */
  Set<ProcessId> processes() {
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

  @Nullable Grant grantOf(Party party) {
    for (Grant grant : holders) {
      if (grant.party().is(party)) {
        return grant;
      }
    }
    return null;
  }

  @Nullable Grant grantWith(long token) {
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
    return new LockRow(holders, longer, leaseEnded);
  }

  /** Returns this without the parties that {@code gone} names. */
  LockRow without(Predicate<Party> gone) {
    return new LockRow(
        holders.stream().filter(grant -> !gone.test(grant.party())).toList(),
        queue.stream().filter(wait -> !gone.test(wait.party())).toList(),
        leaseEnded);
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
        leaseEnded);
  }

  /** Returns this without a grant. */
  LockRow without(Grant released) {
    return new LockRow(
        holders.stream().filter(grant -> grant.token() != released.token()).toList(),
        queue,
        leaseEnded);
  }

  /** Returns this with the note whether a lease has ended. */
  LockRow withLeaseEnded(boolean ended) {
    return new LockRow(holders, queue, ended);
  }

  /** Returns this with another grant in place of the one with its token. */
  LockRow replacing(Grant changed) {
    return new LockRow(
        holders.stream().map(grant -> grant.token() == changed.token() ? changed : grant).toList(),
        queue,
        leaseEnded);
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
    return new LockRow(more, queue.subList(1, queue.size()), leaseEnded);
  }

  /**
   * Returns the parties that must give up the lock, or their place, before a request is served. Of
   * the holders of a semaphore any one will do, so none of them must.
   */
  List<Party> before(Wait request) {
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
      if (wait.exclusive() || request.exclusive()) {
        before.add(wait.party());
      }
    }
    return before;
  }
}
