package dev.cairn.jobs;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.time.Instant;
import java.util.List;

/**
 * The tables of jobs, except for the payloads, which are a table for each kind.
 *
 * <p>Invariants: a kind's row has the greatest number that a job of it was given and the greatest
 * token, and counts its jobs by state; a job with a key that is not finished has a row of that key.
 */
final class JobTables {
  /**
   * Has one entry for each job: so all jobs in one state are a range, in the order in which they
   * leave it.
   */
  static final Index<JobRow, Place> BY_PLACE =
      Index.one("place", Keys.record(Place.class), row -> Place.of(row.job()));

  static final Table<JobId, JobRow> JOBS =
      Table.named("jobs")
          .keyedBy(Keys.record(JobId.class))
          .holding(JobRow.class)
          .indexedBy(BY_PLACE);

  static final Table<String, KindRow> KINDS =
      Table.named("job-kinds").keyedBy(Keys.string()).holding(KindRow.class);

  static final Table<JobKey, JobId> KEYS =
      Table.named("job-keys").keyedBy(Keys.record(JobKey.class)).holding(JobId.class);

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private JobTables() {}

  static List<Table<?, ?>> all() {
    return List.of(JOBS, KINDS, KEYS);
  }

  /**
   * The place of a job among those in its state.
   *
   * @param order the least first: for ready jobs the priority turned round, for delayed ones the
   *     end of their delay, for finished ones the end of the time for which they are kept
   * @param number decides between equal ones; also in the key of the row, but a page of a list has
   *     its exact end by this
   */
  record Place(String kind, JobStatus status, long order, long number) {
    static Place of(Job job) {
      return new Place(job.id().kind(), job.status(), order(job), job.id().number());
    }

    private static long order(Job job) {
      return switch (job.status()) {
        case READY -> -(long) job.options().priority();
        case DELAYED, CLAIMED -> millis(job.since());
        case DONE, DEAD, CANCELLED -> millis(job.since().plus(job.options().keptFor()));
      };
    }
  }

  /** Returns the jobs that are in a state. */
  static Scan in(String kind, JobStatus status) {
    return Scan.prefix(kind, status);
  }

  /** Returns the jobs in a state whose order is a time that has come. */
  static Scan due(String kind, JobStatus status, Instant now) {
    return in(kind, status).before(now.toEpochMilli() + 1);
  }

  /** Returns the milliseconds of a time, rounded up, so that nothing comes before its time. */
  static long millis(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    if (time.isAfter(LATEST)) {
      return LATEST.toEpochMilli();
    }
    return time.plusNanos(999_999).toEpochMilli();
  }

  /** The key of a job that only one unfinished job of its kind can have, in its short form. */
  record JobKey(String kind, String key) {}

  /**
   * The last numbers that were given out for a kind of jobs, and how many of its jobs are in each
   * state.
   *
   * @param lastNumber the number of the job that was submitted last
   * @param lastToken the token of the last claim
   * @param renewals how often a claim was given a lease anew
   * @param counts the numbers of jobs by state
   */
  record KindRow(long lastNumber, long lastToken, long renewals, JobCounts counts) {
    static final KindRow EMPTY = new KindRow(0, 0, 0, JobCounts.NONE);
  }
}
