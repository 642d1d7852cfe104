package dev.cairn.jobs;

import static dev.cairn.jobs.JobTables.BY_PLACE;
import static dev.cairn.jobs.JobTables.JOBS;
import static dev.cairn.jobs.JobTables.KINDS;

import dev.cairn.StaleClaimException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.jobs.JobTables.KindRow;
import dev.cairn.jobs.JobTables.Place;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A durable queue of jobs, which the threads of all processes share.
 *
 * <pre>{@code
 * memory.jobs().submit(CRAWL, new Crawl("https://example.com", 2));
 *
 * try (Worker worker = memory.jobs().worker(CRAWL, claim -> crawl(claim.payload()), 4)) {
 *   …
 * }
 * }</pre>
 *
 * <p>A job that was submitted runs at least once, unless it is cancelled or goes to the dead
 * letters; and exactly once as long as no claim ends before its job does. A claim ends when it is
 * completed, failed or given back, when its process ends, however it ends, or closes the store, and
 * with its lease if it has one. Nobody else gets the job before. A transaction that contains {@link
 * #complete(Claim)} is applied once.
 *
 * <p>Among the jobs of a kind that wait, the one with the greatest priority is next, and of these
 * the one that was submitted first. Times are those of the store's clock, which the processes of a
 * machine share.
 *
 * <p>A call is a transaction of its own, or part of the one that this was made for; what it returns
 * is durable, or will be with that transaction. Lists are those of one moment and unmodifiable. Bad
 * arguments are refused with an {@link IllegalArgumentException} that shows them, before anything
 * is queued.
 */
public final class Jobs {
  private static final int PRUNED_AT_ONCE = 500;

  private final Transactor transactor;
  private final JobClaims claims;
  private final Engine engine;

  private Jobs(
      String namespace,
      Transactor transactor,
      Clock clock,
      Supplier<SharedMachine> machine,
      Engine engine) {
    this.transactor = transactor;
    this.claims = new JobClaims(namespace, transactor, clock, machine);
    this.engine = engine;
  }

  /**
   * Makes the jobs that {@code transactor} gives access to.
   *
   * @param namespace the namespace of these jobs
   * @param clock gives the times
   * @param machine tells which processes are alive; asked for when a job is claimed first
   * @param engine tells workers of commits
   * @hidden for the door alone
   */
  public static Jobs of(
      String namespace,
      Transactor transactor,
      Clock clock,
      Supplier<SharedMachine> machine,
      Engine engine) {
    return new Jobs(namespace, transactor, clock, machine, engine);
  }

  /** Returns the tables that jobs are kept in, with their indexes, except for the payloads. */
  public static List<Table<?, ?>> tables() {
    return JobTables.all();
  }

  /** Submits a job with the {@linkplain JobOptions#defaults default options}. */
  public <P extends Record> JobId submit(JobKind<P> kind, P payload) {
    return submit(kind, payload, JobOptions.defaults());
  }

  /**
   * Submits a job.
   *
   * @param payload the description of the work
   * @return the id of the job; if the options have a key, perhaps that of one submitted earlier
   */
  public <P extends Record> JobId submit(JobKind<P> kind, P payload, JobOptions options) {
    Arguments.notNull("payload", payload);
    Arguments.notNull("options", options);
    return change(name(kind), queue -> queue.submit(kind, payload, options));
  }

  /**
   * Claims the job of a kind whose turn it is, if any waits, until this process ends or closes the
   * store.
   *
   * @throws IllegalStateException if it is called inside a transaction
   */
  public <P extends Record> Optional<Claim<P>> claim(JobKind<P> kind) {
    return claim(kind, 1).stream().findFirst();
  }

  /**
   * Claims a job for a limited time, which {@link #renew} extends: a holder that hangs loses it.
   *
   * @param lease the time, positive, a century at most
   */
  public <P extends Record> Optional<Claim<P>> claim(JobKind<P> kind, Duration lease) {
    Optional<Duration> limit = Optional.of(lease(lease));
    return claim(kind, 1, limit).stream().findFirst();
  }

  /**
   * Claims several jobs in one transaction, as {@link #claim(JobKind)} does.
   *
   * @param most how many at most
   * @return the claims, the one whose turn was first first; none if no job waits
   */
  public <P extends Record> List<Claim<P>> claim(JobKind<P> kind, int most) {
    return claim(kind, Arguments.positive("most", most), Optional.empty());
  }

  private <P extends Record> List<Claim<P>> claim(
      JobKind<P> kind, int most, Optional<Duration> lease) {
    String name = name(kind);
    requireOutside("a claim is a transaction of its own; make it");
    claims.takeBackLost(name);
    return claims.claim(kind, most, lease);
  }

  /**
   * Completes a job. In one transaction with what the job has to write, that is applied once:
   *
   * <pre>{@code
   * memory.write(m -> {
   *   m.sites().recordVisit(url, took);
   *   m.jobs().complete(claim);
   * });
   * }</pre>
   *
   * @return false if it was completed under this claim before, and nothing changed
   * @throws StaleClaimException if the claim does not hold any more; a transaction that lets it
   *     pass is not applied
   */
  public boolean complete(Claim<?> claim) {
    return complete(claim, Optional.empty());
  }

  /**
   * Completes a job as {@link #complete(Claim)} does, with a result.
   *
   * @param result a text that stays with the job for as long as it is kept
   */
  public boolean complete(Claim<?> claim, String result) {
    return complete(claim, Optional.of(Arguments.notNull("result", result)));
  }

  private boolean complete(Claim<?> claim, Optional<String> result) {
    JobId id = claims.id(claim);
    return change(id.kind(), queue -> queue.complete(id, claim.token(), result));
  }

  /**
   * Ends an attempt that has failed. The job waits for a while and is tried again, or goes to the
   * dead letters if this was its last attempt.
   *
   * @param reason why, for people who look at the job
   * @return where it stands now
   * @throws StaleClaimException if the claim does not hold any more
   */
  public JobStatus fail(Claim<?> claim, String reason) {
    JobId id = claims.id(claim);
    Arguments.notBlank("reason", reason);
    return change(id.kind(), queue -> queue.fail(id, claim.token(), reason));
  }

  /**
   * Moves a job to the dead letters, however many attempts it has left.
   *
   * @param reason why, for people who look at the job
   * @throws StaleClaimException if the claim does not hold any more
   */
  public void bury(Claim<?> claim, String reason) {
    JobId id = claims.id(claim);
    Arguments.notBlank("reason", reason);
    claims.bury(id, claim.token(), reason);
  }

  /**
   * Gives a job back as if it had not been claimed.
   *
   * @throws StaleClaimException if the claim does not hold any more
   */
  public void release(Claim<?> claim) {
    JobId id = claims.id(claim);
    JobStatus unused = change(id.kind(), queue -> queue.release(id, claim.token()));
  }

  /**
   * Lets a claim end at a time from now, whether or not it had a lease.
   *
   * @param lease the time, positive, a century at most
   * @throws StaleClaimException if the claim does not hold any more
   */
  public void renew(Claim<?> claim, Duration lease) {
    JobId id = claims.id(claim);
    Duration time = lease(lease);
    boolean unused = change(id.kind(), queue -> queue.renew(id, claim.token(), time));
  }

  /**
   * Tells whether a claim holds, so that the job can be completed under it. A transaction that
   * {@linkplain #complete(Claim) completes} the job finds out by itself.
   */
  public boolean isHeld(Claim<?> claim) {
    JobId id = claims.id(claim);
    return claims.row(id).filter(row -> row.claimedUnder(claim.token())).isPresent();
  }

  /**
   * Cancels a job. If it runs, its claim ends: what it writes with its completion is refused, and a
   * worker interrupts its handler within a moment.
   *
   * @return false if there is no such job, or it is finished
   */
  public boolean cancel(JobId id) {
    return change(Arguments.notNull("id", id).kind(), queue -> queue.cancel(id));
  }

  /**
   * Makes a job ready that is dead or cancelled, with all of its attempts.
   *
   * @return false if there is no such job, it is neither, or another unfinished job has its key
   */
  public boolean retry(JobId id) {
    return change(Arguments.notNull("id", id).kind(), queue -> queue.retry(id));
  }

  /** Returns a job, if there is one; from the cache if it is there. */
  public Optional<Job> get(JobId id) {
    return transactor.get(JOBS, Arguments.notNull("id", id)).map(JobRow::job);
  }

  /**
   * Returns the payload of a job, if there is one; from the cache if it is there.
   *
   * @throws IllegalArgumentException if the job is of another kind
   * @throws dev.cairn.IncompatibleRecordException if the class cannot hold it
   */
  public <P extends Record> Optional<P> payload(JobKind<P> kind, JobId id) {
    if (!Arguments.notNull("id", id).kind().equals(name(kind))) {
      throw new IllegalArgumentException("job %s is not of the %s".formatted(id, kind));
    }
    return transactor.get(kind.payloads(), id.number());
  }

  /** Returns the numbers of jobs by kind and state, of each kind that ever had a job. */
  public Map<String, JobCounts> counts() {
    return transactor.read(
        tx -> {
          Map<String, JobCounts> counts = new TreeMap<>();
          tx.scan(KINDS, Scan.all()).forEach(row -> counts.put(row.key(), row.value().counts()));
          return Collections.unmodifiableMap(counts);
        });
  }

  /** Returns the numbers of jobs of a kind by state. */
  public JobCounts counts(JobKind<?> kind) {
    return transactor.get(KINDS, name(kind)).map(KindRow::counts).orElse(JobCounts.NONE);
  }

  /**
   * Returns the first jobs of a kind in a state: ready jobs in the order in which they run, delayed
   * ones by the end of their delay, claimed ones by the time of the claim, and finished ones by the
   * end of the time for which they are kept.
   *
   * @param kind the name of the kind
   * @param limit how many at most, positive
   */
  public List<Job> list(String kind, JobStatus status, int limit) {
    Scan scan = JobTables.in(JobKind.requireName(kind), Arguments.notNull("status", status));
    return transactor.read(
        tx ->
            tx.scan(JOBS, BY_PLACE, scan.limit(Arguments.positive("limit", limit)))
                .map(row -> row.value().job())
                .toList());
  }

  /**
   * Returns the next page of {@link #list}: the jobs behind {@code last} in its state.
   *
   * @param last the last job of the page before, as it was returned; it need not be there any more
   * @param limit how many at most, positive
   */
  public List<Job> listAfter(Job last, int limit) {
    Arguments.positive("limit", limit);
    Place place = Place.of(Arguments.notNull("last", last));
    Scan behind =
        JobTables.in(place.kind(), place.status())
            .from(place.order(), place.number() + 1)
            .limit(limit);
    return transactor.read(
        tx -> tx.scan(JOBS, BY_PLACE, behind).map(row -> row.value().job()).toList());
  }

  /**
   * Removes the finished jobs of a kind that have been kept for their time, and returns how many.
   * Workers do so by themselves, once a minute.
   *
   * <p>Outside of a transaction this uses one for every {@value #PRUNED_AT_ONCE} jobs or a little
   * more, so that no other writer waits long.
   */
  public int prune(JobKind<?> kind) {
    String name = name(kind);
    int pruned = 0;
    int last;
    do {
      last = change(name, queue -> queue.prune(kind, PRUNED_AT_ONCE));
      pruned += last;
    } while (last > 0);
    return pruned;
  }

  /**
   * Starts to do the jobs of a kind, those that wait and those to come, until it is closed.
   *
   * @param handler does a job; called by several threads at once
   * @param concurrency how many jobs it does at once, positive
   * @return the worker, to be closed before the store
   * @throws IllegalStateException if it is called inside a transaction
   */
  public <P extends Record> Worker worker(JobKind<P> kind, JobHandler<P> handler, int concurrency) {
    return worker(kind, handler, concurrency, Optional.empty(), Thread::new);
  }

  /**
   * Starts a worker as {@link #worker(JobKind, JobHandler, int)} does, whose handler may take only
   * so long for a job: then the claim ends, the handler is interrupted, and the job is tried again
   * or goes to the dead letters. A handler that needs longer {@linkplain #renew renews} its claim.
   *
   * @param lease the time, positive, a century at most. A handler that goes on in spite of the
   *     interrupt takes up one of the worker's threads until it ends
   */
  public <P extends Record> Worker worker(
      JobKind<P> kind, JobHandler<P> handler, int concurrency, Duration lease) {
    return worker(kind, handler, concurrency, Optional.of(lease(lease)), Thread::new);
  }

  /** Starts a worker whose threads are made by a factory. */
  <P extends Record> Worker worker(
      JobKind<P> kind,
      JobHandler<P> handler,
      int concurrency,
      Optional<Duration> lease,
      ThreadFactory threads) {
    String unused = name(kind);
    Arguments.notNull("handler", handler);
    Arguments.positive("concurrency", concurrency);
    requireOutside("a worker lives longer than a transaction; start it");
    return Dispatcher.start(this, claims, engine, kind, handler, concurrency, lease, threads);
  }

  private void requireOutside(String why) {
    if (engine.inWrite() || engine.inRead()) {
      throw new IllegalStateException(why + " with the memory of the store, outside of it");
    }
  }

  private static Duration lease(Duration time) {
    return JobOptions.requireTime("lease", Arguments.positive("lease", time));
  }

  private static String name(JobKind<?> kind) {
    return Arguments.notNull("kind", kind).name();
  }

  private <R> R change(String kind, Function<? super KindQueue, ? extends R> step) {
    return claims.change(kind, step);
  }
}
