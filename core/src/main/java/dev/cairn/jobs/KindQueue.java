package dev.cairn.jobs;

import static dev.cairn.jobs.JobTables.BY_PLACE;
import static dev.cairn.jobs.JobTables.JOBS;
import static dev.cairn.jobs.JobTables.KEYS;
import static dev.cairn.jobs.JobTables.KINDS;

import dev.cairn.StaleClaimException;
import dev.cairn.internal.machine.ProcessId;
import dev.cairn.jobs.JobRow.Holder;
import dev.cairn.jobs.JobTables.JobKey;
import dev.cairn.jobs.JobTables.KindRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.KeyPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves the jobs of one kind from state to state, in a transaction of the caller's.
 *
 * <p>A step that is refused has changed nothing. {@link #save} ends the steps.
 */
final class KindQueue {
  /** The most jobs whose delay one claim ends, so that it holds up no other writer for long. */
  private static final int MOST_ENDED = 1_000;

  private final WriteTransaction tx;
  private final String kind;
  private final Instant now;
  private final KindRow before;
  private long lastNumber;
  private long lastToken;
  private long renewals;
  private JobCounts counts;

  KindQueue(WriteTransaction tx, String kind, Instant now) {
    this.tx = tx;
    this.kind = kind;
    this.now = now;
    this.before = tx.get(KINDS, kind).orElse(KindRow.EMPTY);
    this.lastNumber = before.lastNumber();
    this.lastToken = before.lastToken();
    this.renewals = before.renewals();
    this.counts = before.counts();
  }

  void save() {
    KindRow after = new KindRow(lastNumber, lastToken, renewals, counts);
    if (!after.equals(before)) {
      tx.put(KINDS, kind, after);
    }
  }

  <P extends Record> JobId submit(JobKind<P> jobKind, P payload, JobOptions options) {
    Optional<JobKey> key = options.key().map(this::keyOf);
    Optional<JobId> other = key.flatMap(this::unfinished);
    if (other.isPresent()) {
      return other.get();
    }
    JobId id = new JobId(kind, lastNumber + 1);
    tx.put(jobKind.payloads(), id.number(), payload);
    lastNumber++;
    boolean delayed = options.notBefore().filter(now::isBefore).isPresent();
    Job job =
        new Job(
            id,
            delayed ? JobStatus.DELAYED : JobStatus.READY,
            options,
            now,
            delayed ? options.notBefore().get() : now,
            0,
            Optional.empty(),
            Optional.empty());
    key.ifPresent(name -> tx.put(KEYS, name, id));
    tx.put(JOBS, id, new JobRow(job, 0, Optional.empty()));
    counts = counts.plus(job.status(), 1);
    return id;
  }

  /** Claims the jobs whose turn it is, {@code most} at most, with a lease from now if any. */
  List<JobRow> claim(int most, ProcessId process, Optional<Duration> lease) {
    Holder holder = Holder.of(process, lease.map(now::plus));
    endDelays();
    List<JobRow> claimed = new ArrayList<>();
    while (claimed.size() < most) {
      List<JobRow> next = rows(JobTables.in(kind, JobStatus.READY).limit(most - claimed.size()));
      if (next.isEmpty()) {
        break;
      }
      for (JobRow row : next) {
        if (row.job().late(now)) {
          move(row, row.dead(now, missed(row)));
        } else {
          claimed.add(move(row, row.claimed(now, ++lastToken, holder)));
        }
      }
    }
    return claimed;
  }

  private String missed(JobRow row) {
    return "its deadline %s passed before its turn came, at %s"
        .formatted(row.job().options().deadline().orElse(now), now);
  }

  private void endDelays() {
    for (JobRow row : rows(JobTables.due(kind, JobStatus.DELAYED, now).limit(MOST_ENDED))) {
      move(row, row.ready(now));
    }
  }

  /**
   * Completes a job.
   *
   * @return false if it was completed under this claim before
   */
  boolean complete(JobId id, long token, Optional<String> result) {
    Optional<JobRow> row = tx.get(JOBS, id);
    if (row.filter(one -> one.status() == JobStatus.DONE && one.token() == token).isPresent()) {
      return false;
    }
    JobRow claimed = requireClaimed(row, id, token);
    move(claimed, claimed.done(now, result));
    return true;
  }

  /** Ends an attempt that has failed. */
  JobStatus fail(JobId id, long token, String reason) {
    return end(requireClaimed(tx.get(JOBS, id), id, token), reason, false);
  }

  /** Moves a job to the dead letters, however many attempts it has left. */
  JobStatus bury(JobId id, long token, String reason) {
    JobRow row = requireClaimed(tx.get(JOBS, id), id, token);
    return move(row, row.dead(now, reason)).status();
  }

  /** Gives a job back as if it had not been claimed. */
  JobStatus release(JobId id, long token) {
    JobRow row = requireClaimed(tx.get(JOBS, id), id, token);
    return move(row, row.withoutAttempt().ready(now)).status();
  }

  /** Gives a job back as {@link #release} does; does nothing if it is not claimed so. */
  void releaseIfClaimed(JobId id, long token) {
    tx.get(JOBS, id)
        .filter(row -> row.claimedUnder(token))
        .ifPresent(row -> move(row, row.withoutAttempt().ready(now)));
  }

  /**
   * Returns a job whose claim has ended by itself.
   *
   * @param seen the job as it was when its claim was found to have ended; if it is claimed anew
   *     meanwhile, or its lease was renewed, nothing is done
   */
  void takeBack(JobRow seen, String reason) {
    tx.get(JOBS, seen.id())
        .filter(row -> row.claimedUnder(seen.token()) && row.holder().equals(seen.holder()))
        .ifPresent(row -> end(row, reason, true));
  }

  /**
   * Ends an attempt.
   *
   * @param lost true if its claim has ended by itself
   */
  private JobStatus end(JobRow row, String reason, boolean lost) {
    Job job = row.job();
    if (job.attempts() >= job.options().attempts()) {
      JobRow dead = row.dead(now, reason);
      return move(row, lost ? dead.lostBy(row.holder()) : dead).status();
    }
    if (lost) {
      return move(row, row.returned(now, reason).lostBy(row.holder())).status();
    }
    Instant next = now.plus(job.options().pauseAfter(job.attempts()));
    return move(row, row.delayed(next, reason)).status();
  }

  /** Gives a claim a lease from now; false if it has that already. */
  boolean renew(JobId id, long token, Duration lease) {
    JobRow row = requireClaimed(tx.get(JOBS, id), id, token);
    renewals++;
    return tx.put(JOBS, id, row.leased(now, lease));
  }

  /** Cancels a job; false if there is none, or it is finished. */
  boolean cancel(JobId id) {
    Optional<JobRow> row = tx.get(JOBS, id).filter(one -> !one.status().finished());
    row.ifPresent(one -> move(one, one.cancelled(now)));
    return row.isPresent();
  }

  /** Makes a dead or cancelled job ready, with all of its attempts; false if it is neither. */
  boolean retry(JobId id) {
    Optional<JobRow> row = tx.get(JOBS, id);
    if (row.filter(one -> one.status().finished() && one.status() != JobStatus.DONE).isEmpty()) {
      return false;
    }
    Optional<JobKey> key = row.get().job().options().key().map(this::keyOf);
    if (key.flatMap(this::unfinished).isPresent()) {
      return false;
    }
    key.ifPresent(name -> tx.put(KEYS, name, id));
    move(row.get(), row.get().withoutAttempts().ready(now));
    return true;
  }

  /** Removes finished jobs whose time is over, {@code most} at most of each state. */
  int prune(JobKind<?> payloads, int most) {
    int removed = 0;
    for (JobStatus status : JobStatus.values()) {
      if (status.finished()) {
        for (JobRow row : rows(JobTables.due(kind, status, now).limit(most))) {
          tx.remove(JOBS, row.id());
          tx.remove(payloads.payloads(), row.id().number());
          counts = counts.plus(status, -1);
          removed++;
        }
      }
    }
    return removed;
  }

  private List<JobRow> rows(Scan scan) {
    return tx.scan(JOBS, BY_PLACE, scan).map(Row::value).toList();
  }

  private JobRow move(JobRow from, JobRow to) {
    tx.put(JOBS, to.id(), to);
    counts = counts.plus(from.status(), -1).plus(to.status(), 1);
    if (to.status().finished()) {
      to.job().options().key().map(this::keyOf).ifPresent(key -> tx.remove(KEYS, key));
    }
    return to;
  }

  /** Returns the unfinished job that has a key. */
  private Optional<JobId> unfinished(JobKey key) {
    return tx.get(KEYS, key)
        .filter(id -> tx.get(JOBS, id).filter(row -> !row.status().finished()).isPresent());
  }

  private JobKey keyOf(String key) {
    return new JobKey(kind, KeyPart.shortened("key", key));
  }

  private static JobRow requireClaimed(Optional<JobRow> row, JobId id, long token) {
    return row.filter(one -> one.claimedUnder(token))
        .orElseThrow(() -> new StaleClaimException(stale(row, id, token)));
  }

  private static String stale(Optional<JobRow> row, JobId id, long token) {
    return "job %s is not held under claim %d: %s; undo what was done for it outside of the store, and claim it again if it is still to be done"
        .formatted(
            id,
            token,
            row.map(
                    one ->
                        "it is %s since %s, under claim %d"
                            .formatted(one.status(), one.job().since(), one.token()))
                .orElse("there is no such job, or no more"));
  }
}
