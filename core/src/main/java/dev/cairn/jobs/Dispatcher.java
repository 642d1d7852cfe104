package dev.cairn.jobs;

import dev.cairn.CairnException;
import dev.cairn.StaleClaimException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a worker: one thread claims jobs, and hands each to a thread of its own, which does it. */
final class Dispatcher<P extends Record> implements Worker, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

  /** The longest time without a look at the clock, which may have been set. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** The time between two looks whether those are alive who have claimed jobs. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long PRUNE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int MOST_SHOWN = 2_000;

  private final Jobs jobs;
  private final JobClaims claims;
  private final Engine engine;
  private final JobKind<P> kind;
  private final JobHandler<P> handler;
  private final int concurrency;
  private final Optional<Duration> lease;
  private final ClaimWatch watch;
  private final AtomicInteger running = new AtomicInteger();

  /** The jobs whose threads are inside of the handler. */
  private final Set<RunningJob> handling = ConcurrentHashMap.newKeySet();

  private final ExecutorService threads;
  private final Thread thread;
  private volatile boolean stopping;

  /** The thread's own. */
  private long nextLook = System.nanoTime();

  private long nextPrune = System.nanoTime() + PRUNE_NANOS;

  /** The version of the store before the last look at claims. */
  private long seenVersion;

  /** False if no claim of that version can end without a commit. */
  private boolean othersClaim = true;

  private Dispatcher(
      Jobs jobs,
      JobClaims claims,
      Engine engine,
      JobKind<P> kind,
      JobHandler<P> handler,
      int concurrency,
      Optional<Duration> lease,
      ThreadFactory factory) {
    this.jobs = jobs;
    this.claims = claims;
    this.engine = engine;
    this.kind = kind;
    this.handler = handler;
    this.concurrency = concurrency;
    this.lease = lease;
    this.watch = new ClaimWatch(claims, kind.name());
    this.threads =
        Executors.newCachedThreadPool(work -> daemon(factory, work, "cairn-job " + kind.name()));
    this.thread = daemon(factory, this, "cairn-jobs " + kind.name());
  }

  static <P extends Record> Worker start(
      Jobs jobs,
      JobClaims claims,
      Engine engine,
      JobKind<P> kind,
      JobHandler<P> handler,
      int concurrency,
      Optional<Duration> lease,
      ThreadFactory factory) {
    Dispatcher<P> worker =
        new Dispatcher<>(jobs, claims, engine, kind, handler, concurrency, lease, factory);
    worker.thread.start();
    return worker;
  }

  private static Thread daemon(ThreadFactory factory, Runnable work, String name) {
    Thread thread = factory.newThread(work);
    thread.setName(name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void run() {
    VersionListener listener = () -> LockSupport.unpark(thread);
    engine.addVersionListener(listener); // before the first look, so that no commit is missed
    try {
      while (!isOver()) {
        try {
          step();
        } catch (StoreClosedException e) {
          return;
        } catch (RuntimeException | Error e) {
          report(e);
          LockSupport.parkNanos(this, RETRY_NANOS);
        }
      }
    } finally {
      engine.removeVersionListener(listener);
    }
  }

  /** Tells whether there is nothing left to watch: the jobs that run are watched to their ends. */
  private boolean isOver() {
    return stopping && running.get() == 0;
  }

  /** Hands out the jobs that wait; if there is none, sleeps until something may have changed. */
  private void step() {
    if (System.nanoTime() - nextLook >= 0) {
      nextLook = System.nanoTime() + LOOK_NANOS;
      seenVersion = engine.version();
      othersClaim = watch.look();
      handling.forEach(job -> job.interruptIfLost(claims.row(job.id()), claims.now()));
    }
    int free = stopping ? 0 : concurrency - running.get();
    if (free == 0) {
      park(LONGEST.toNanos()); // a job that ends unparks
      return;
    }
    if (System.nanoTime() - nextPrune >= 0) {
      nextPrune = System.nanoTime() + PRUNE_NANOS;
      int unused = jobs.prune(kind);
    }
    List<Claim<P>> claimed = claims.claim(kind, free, lease);
    handOut(claimed);
    if (claimed.isEmpty()) {
      park(sleepNanos(claims.untilNextDelayEnds(kind.name())));
    }
  }

  /** Sleeps for a time, or until the next look at claims if there may be something to see. */
  private void park(long nanos) {
    if (isOver()) {
      return; // the step may have used up the word that woke it
    }
    boolean quiet = !othersClaim && seenVersion == engine.version();
    LockSupport.parkNanos(this, quiet ? nanos : Math.min(nanos, nextLook - System.nanoTime()));
  }

  /** Returns how long to sleep if the next delay, should there be one, ends after a time. */
  static long sleepNanos(Optional<Duration> delay) {
    Duration sleep = delay.filter(time -> time.compareTo(LONGEST) < 0).orElse(LONGEST);
    return sleep.isNegative() ? 0 : sleep.toNanos(); // only a short time is sure to fit
  }

  /** Gives each claim a thread; those that get none, for want of memory perhaps, are given back. */
  private void handOut(List<Claim<P>> claimed) {
    int handed = 0;
    try {
      while (handed < claimed.size() && !stopping) {
        handOut(claimed.get(handed));
        handed++;
      }
    } finally {
      for (Claim<P> claim : claimed.subList(handed, claimed.size())) {
        settle(claim, () -> jobs.release(claim));
      }
    }
  }

  private void handOut(Claim<P> claim) {
    RunningJob job = new RunningJob(claim, lease.map(claim.job().since()::plus));
    boolean handed = false;
    running.incrementAndGet();
    try {
      threads.execute(() -> run(claim, job));
      handed = true;
    } finally {
      if (!handed) {
        running.decrementAndGet();
      }
    }
  }

  private void run(Claim<P> claim, RunningJob job) {
    try {
      settle(claim, outcome(claim, job));
    } finally {
      running.decrementAndGet();
      LockSupport.unpark(thread);
    }
  }

  private Runnable outcome(Claim<P> claim, RunningJob job) {
    try {
      job.enter();
      handling.add(job);
      handler.handle(claim);
      return () -> jobs.complete(claim);
    } catch (InterruptedException e) {
      return stopping ? () -> jobs.release(claim) : failure(claim, e);
    } catch (Throwable e) { // also one that is neither Exception nor Error
      return failure(claim, e);
    } finally {
      job.leave();
      handling.remove(job);
    }
  }

  private Runnable failure(Claim<P> claim, Throwable e) {
    log(() -> LOG.warn("job {} failed", claim.id(), e));
    String reason = reason(e);
    return () -> jobs.fail(claim, reason);
  }

  /** Returns the text of an exception, or the name of its class if it has no text. */
  private static String reason(Throwable e) {
    String name = e.getClass().getName();
    try {
      String text = e.toString();
      if (text == null || text.isBlank()) {
        return name;
      }
      return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    } catch (RuntimeException | Error broken) {
      return name; // its own methods fail
    }
  }

  /**
   * Ends a claim, as soon as the store lets it. While the store is open this does not give up: the
   * job would stay claimed, and nobody would ever do it.
   */
  private void settle(Claim<P> claim, Runnable end) {
    Runnable next = end;
    while (true) {
      boolean unused = Thread.interrupted(); // a pending interrupt would make the pause none
      try {
        next.run();
        return;
      } catch (StaleClaimException | StoreClosedException e) {
        log(() -> LOG.info("job {} was not this worker's any more when it ended", claim.id(), e));
        return;
      } catch (CairnException e) {
        report(e);
      } catch (RuntimeException | Error e) {
        report(e);
        String reason = "its end could not be recorded: " + e.getClass().getName();
        next = () -> jobs.fail(claim, reason);
      }
      LockSupport.parkNanos(this, RETRY_NANOS);
    }
  }

  private void report(Throwable e) {
    log(() -> LOG.error("the worker for the {} meets a failure, and goes on", kind, e));
  }

  private static void log(Runnable message) {
    try {
      message.run();
    } catch (RuntimeException | Error silent) {
      // It cannot be said, for want of memory or because of an exception whose own methods fail;
      // the thread must go on.
    }
  }

  @Override
  public boolean stop(Deadline end) {
    Arguments.notNull("end", end);
    if (handling.stream().anyMatch(job -> job.isOf(Thread.currentThread()))) {
      throw new IllegalStateException(
          "a job cannot stop the worker that does it, which would wait for the job; stop it in another thread");
    }
    stopping = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    try {
      if (endsBy(end)) {
        return true;
      }
      threads.shutdownNow();
      return endsBy(Deadline.in(AFTER_INTERRUPT));
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      threads.shutdownNow();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for all threads. The one that claims is not interrupted: it gives back its claims. */
  private boolean endsBy(Deadline end) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(thread, end.left().toNanos());
    threads.shutdown();
    return threads.awaitTermination(end.left().toNanos(), TimeUnit.NANOSECONDS)
        && !thread.isAlive();
  }

  @Override
  public void close() {
    boolean unused = stop(Deadline.in(GRACE));
  }
}
