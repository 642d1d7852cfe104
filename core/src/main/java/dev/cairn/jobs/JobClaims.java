package dev.cairn.jobs;

import static dev.cairn.jobs.JobTables.BY_PLACE;
import static dev.cairn.jobs.JobTables.JOBS;
import static dev.cairn.jobs.JobTables.KINDS;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.machine.ProcessId;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.jobs.JobRow.Holder;
import dev.cairn.jobs.JobTables.KindRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/** Claims jobs for this process, and takes back those whose claims have ended by themselves. */
final class JobClaims {
  private final String namespace;
  private final Transactor transactor;
  private final Clock clock;
  private final Supplier<SharedMachine> machine;

  /** Claims that no caller has heard of, and that are still to be given back. */
  private final Queue<JobRow> unheard = new ConcurrentLinkedQueue<>();

  JobClaims(String namespace, Transactor transactor, Clock clock, Supplier<SharedMachine> machine) {
    this.namespace = namespace;
    this.transactor = transactor;
    this.clock = clock;
    this.machine = machine;
  }

  Instant now() {
    return clock.instant();
  }

  /** Changes jobs at the time at which the write has its turn, for which it may have waited. */
  <R> R change(String kind, Function<? super KindQueue, ? extends R> step) {
    return transactor.write(
        tx -> {
          KindQueue queue = new KindQueue(tx, kind, clock.instant());
          R result = step.apply(queue);
          queue.save();
          return result;
        });
  }

  /** Claims jobs whose payloads can be read; the others go to the dead letters. */
  <P extends Record> List<Claim<P>> claim(JobKind<P> kind, int most, Optional<Duration> lease) {
    List<Claim<P>> claims = new ArrayList<>();
    List<JobRow> all = new ArrayList<>();
    try {
      while (claims.size() < most) {
        List<JobRow> rows = claim(kind.name(), most - claims.size(), lease);
        if (rows.isEmpty()) {
          break;
        }
        all.addAll(rows);
        for (JobRow row : rows) {
          read(kind, row).ifPresent(claims::add);
        }
      }
      return List.copyOf(claims);
    } catch (RuntimeException | Error e) {
      unheard.addAll(all);
      try {
        giveBackUnheard(kind.name());
      } catch (RuntimeException | Error again) {
        e.addSuppressed(again); // the next look for lost claims tries it anew
      }
      throw e;
    }
  }

  void giveBackUnheard(String kind) {
    List<JobRow> rows = unheard.stream().filter(row -> row.id().kind().equals(kind)).toList();
    if (!rows.isEmpty()) {
      boolean unused =
          change(
              kind,
              queue -> {
                rows.forEach(row -> queue.releaseIfClaimed(row.id(), row.token()));
                return true;
              });
      unheard.removeAll(rows);
    }
  }

  private List<JobRow> claim(String kind, int most, Optional<Duration> lease) {
    Instant now = clock.instant();
    if (!transactor.<Boolean>read(tx -> waits(tx, kind, now))) {
      return List.of(); // without a turn of the writer
    }
    ProcessId self = machine.get().self();
    return change(kind, queue -> queue.claim(most, self, lease));
  }

  private static boolean waits(Transaction tx, String kind, Instant now) {
    return tx.count(JOBS, BY_PLACE, JobTables.in(kind, JobStatus.READY).limit(1)) > 0
        || tx.count(JOBS, BY_PLACE, JobTables.due(kind, JobStatus.DELAYED, now).limit(1)) > 0;
  }

  private <P extends Record> Optional<Claim<P>> read(JobKind<P> kind, JobRow row) {
    String reason;
    try {
      Optional<P> payload = transactor.get(kind.payloads(), row.id().number());
      if (payload.isPresent()) {
        return Optional.of(new Claim<>(namespace, row.job(), row.token(), payload.get()));
      }
      reason = "it has no payload in %s".formatted(kind.payloads());
    } catch (CorruptRecordException | IncompatibleRecordException e) {
      reason = "its payload cannot be read: " + e.getMessage();
    }
    bury(row.id(), row.token(), reason);
    return Optional.empty();
  }

  /**
   * Returns the id of the job that a claim of this namespace is for.
   *
   * @throws IllegalArgumentException if it is a claim of another namespace, whose jobs have the
   *     same numbers
   */
  JobId id(Claim<?> claim) {
    if (!Arguments.notNull("claim", claim).namespace().equals(namespace)) {
      throw new IllegalArgumentException(
          "the claim of job %s is one of namespace '%s', and this is the queue of namespace '%s'; use the memory of the claim's namespace"
              .formatted(claim.id(), claim.namespace(), namespace));
    }
    return claim.id();
  }

  void bury(JobId id, long token, String reason) {
    JobStatus unused = change(id.kind(), queue -> queue.bury(id, token, reason));
  }

  /**
   * Takes back the jobs whose processes have ended, those whose leases have, and those that a call
   * of {@link #claim(JobKind, int, Optional)} claimed before it failed.
   */
  void takeBackLost(String kind) {
    giveBackUnheard(kind);
    takeBack(kind, lost(thatMayEnd(kind)));
  }

  /**
   * Returns a kind, which changes with each claim, with each end of one and with each new lease.
   */
  KindRow kind(String kind) {
    return transactor.get(KINDS, kind).orElse(KindRow.EMPTY);
  }

  /** Returns a job, if there is one; from the cache if it is there. */
  Optional<JobRow> row(JobId id) {
    return transactor.get(JOBS, id);
  }

  /** Returns the jobs whose claims may end while this process lives. */
  List<JobRow> thatMayEnd(String kind) {
    ProcessId self = machine.get().self();
    Scan claimed = JobTables.in(kind, JobStatus.CLAIMED);
    return transactor.read(
        tx ->
            tx.scan(JOBS, BY_PLACE, claimed)
                .map(Row::value)
                .filter(row -> mayEnd(row.holder().orElseThrow(), self))
                .toList());
  }

  private static boolean mayEnd(Holder holder, ProcessId self) {
    return holder.leaseUntil().isPresent() || !holder.process().equals(self);
  }

  /** Returns those of some claimed jobs whose claims have ended by themselves, and why. */
  Map<JobRow, String> lost(List<JobRow> claimed) {
    Instant now = clock.instant();
    Map<ProcessId, Boolean> alive = new HashMap<>();
    Map<JobRow, String> lost = new HashMap<>();
    for (JobRow row : claimed) {
      Holder holder = row.holder().orElseThrow();
      if (!alive.computeIfAbsent(holder.process(), process -> machine.get().alive(process))) {
        lost.put(row, "its process ended while it ran");
      } else if (holder.expired(now)) {
        lost.put(row, "its lease ended while it ran, at " + holder.leaseUntil().orElse(now));
      }
    }
    return lost;
  }

  /** Takes back jobs, with the reasons. */
  void takeBack(String kind, Map<JobRow, String> lost) {
    if (!lost.isEmpty()) {
      boolean unused =
          change(
              kind,
              queue -> {
                lost.forEach(queue::takeBack);
                return true;
              });
    }
  }

  /** Returns the time from now to the end of the next delay; empty if no job is delayed. */
  Optional<Duration> untilNextDelayEnds(String kind) {
    Scan first = JobTables.in(kind, JobStatus.DELAYED).limit(1);
    return transactor
        .<Optional<Job>>read(
            tx -> tx.scan(JOBS, BY_PLACE, first).map(row -> row.value().job()).findFirst())
        .map(job -> Duration.between(clock.instant(), job.since()));
  }
}
