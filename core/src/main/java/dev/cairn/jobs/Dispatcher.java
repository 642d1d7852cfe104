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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a worker: claims as many jobs as threads are free, and hands them to these. */
final class Dispatcher<P extends Record> implements Worker, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

  /** The time between two looks whether those are alive who have claimed jobs. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The longest time without a look at the clock, which may have been set. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long PRUNE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long NEVER = -1;
  private static final int MOST_SHOWN = 2_000;

  private final Jobs jobs;
  private final JobClaims claims;
  private final Engine engine;
  private final JobKind<P> kind;
  private final JobHandler<P> handler;
  private final int concurrency;
  private final AtomicInteger running = new AtomicInteger();
  private final ExecutorService threads;
  private final Thread thread;
  private volatile boolean stopping;

  /** The thread's own. */
  private long nextLook = System.nanoTime();

  private long nextPrune = System.nanoTime() + PRUNE_NANOS;

  /** A version of the store at which nobody else had claimed a job. */
  private long quietVersion = NEVER;

  private Dispatcher(
      Jobs jobs,
      JobClaims claims,
      Engine engine,
      JobKind<P> kind,
      JobHandler<P> handler,
      int concurrency) {
    this.jobs = jobs;
    this.claims = claims;
    this.engine = engine;
    this.kind = kind;
    this.handler = handler;
    this.concurrency = concurrency;
    this.threads = Executors.newCachedThreadPool(work -> daemon(work, "cairn-job " + kind.name()));
    this.thread = daemon(this, "cairn-jobs " + kind.name());
  }

  static <P extends Record> Worker start(
      Jobs jobs,
      JobClaims claims,
      Engine engine,
      JobKind<P> kind,
      JobHandler<P> handler,
      int concurrency) {
    Dispatcher<P> worker = new Dispatcher<>(jobs, claims, engine, kind, handler, concurrency);
    worker.thread.start();
    return worker;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void run() {
    VersionListener listener = () -> LockSupport.unpark(thread);
    engine.addVersionListener(listener); // before the first look, so that no commit is missed
    try {
      while (!stopping) {
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

  /** Hands out the jobs that wait; if there is none, sleeps until something may have changed. */
  private void step() {
    int free = concurrency - running.get();
    if (free == 0) {
      LockSupport.parkNanos(this, LONGEST_NANOS); // a job that ends unparks
      return;
    }
    long version = engine.version();
    if (System.nanoTime() - nextLook >= 0) {
      nextLook = System.nanoTime() + LOOK_NANOS;
      boolean others = claims.takeBackLost(kind.name()) > 0;
      quietVersion = others ? NEVER : version;
    }
    if (System.nanoTime() - nextPrune >= 0) {
      nextPrune = System.nanoTime() + PRUNE_NANOS;
      int unused = jobs.prune(kind);
    }
    List<Claim<P>> claimed = claims.claim(kind, free, Optional.empty());
    claimed.forEach(this::handOut);
    if (claimed.isEmpty()) {
      long most =
          claims.untilNextDelayEnds(kind.name()).map(Duration::toNanos).orElse(LONGEST_NANOS);
      // While nobody has claimed anything, there is nobody to look after.
      long look = quietVersion == engine.version() ? LONGEST_NANOS : nextLook - System.nanoTime();
      LockSupport.parkNanos(this, Math.min(Math.min(most, look), LONGEST_NANOS));
    }
  }

  private void handOut(Claim<P> claim) {
    running.incrementAndGet();
    boolean handed = false;
    try {
      if (!stopping) {
        threads.execute(() -> run(claim));
        handed = true;
      }
    } finally {
      if (!handed) {
        running.decrementAndGet();
        settle(claim, () -> jobs.release(claim));
      }
    }
  }

  private void run(Claim<P> claim) {
    try {
      Runnable end = outcome(claim);
      boolean unused = Thread.interrupted(); // what follows is to be done all the same
      settle(claim, end);
    } finally {
      running.decrementAndGet();
      LockSupport.unpark(thread);
    }
  }

  private Runnable outcome(Claim<P> claim) {
    try {
      handler.handle(claim);
      return () -> jobs.complete(claim);
    } catch (InterruptedException e) {
      return stopping ? () -> jobs.release(claim) : failure(claim, e);
    } catch (Exception | Error e) {
      return failure(claim, e);
    }
  }

  private Runnable failure(Claim<P> claim, Throwable e) {
    LOG.warn("job {} failed", claim.id(), e);
    String text = e.toString();
    String reason = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    return () -> jobs.fail(claim, reason);
  }

  /** Ends a claim, as soon as the store lets it. */
  private void settle(Claim<P> claim, Runnable end) {
    while (true) {
      try {
        end.run();
        return;
      } catch (StaleClaimException | StoreClosedException e) {
        LOG.info("job {} was not this worker's any more when it ended", claim.id(), e);
        return;
      } catch (CairnException e) {
        report(e);
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
    }
  }

  private void report(Throwable e) {
    try {
      LOG.error("the worker for the {} meets a failure, and goes on", kind, e);
    } catch (RuntimeException | Error silent) {
      // Not even that can be said, for want of memory perhaps; the thread must live on.
    }
  }

  @Override
  public boolean stop(Duration grace) {
    Arguments.notNegative("grace", grace);
    stopping = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    try {
      thread.join();
      threads.shutdown();
      if (threads.awaitTermination(Deadline.in(grace).left().toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      threads.shutdownNow();
      return threads.awaitTermination(AFTER_INTERRUPT.toNanos(), TimeUnit.NANOSECONDS);
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

  @Override
  public void close() {
    boolean unused = stop(GRACE);
  }
}
