package dev.cairn.internal.locks;

import dev.cairn.StoreClosedException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews leases in the background for those who want it, three times in the time of each lease.
 *
 * <p>A lease is renewed no more once its lock was given back, once the thread that took it has
 * ended, or once the time is over for which it was to be renewed. Nothing is renewed while the
 * process is stopped.
 */
final class Renewals {
  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
  private static final int TIMES_IN_A_LEASE = 3;

  private final LockBook book;
  private final ScheduledExecutorService timer;

  Renewals(LockBook book, ScheduledExecutorService timer) {
    this.book = book;
    this.timer = timer;
  }

  /** Begins to renew the lease of a lock, if its terms say so. */
  void begin(Held held, Terms terms) {
    if (terms.renewMillis() > 0) {
      again(held, terms);
    }
  }

  private void again(Held held, Terms terms) {
    try {
      var unused =
          timer.schedule(
              () -> look(held, terms),
              terms.leaseMillis() / TIMES_IN_A_LEASE,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("leases are not renewed any more, since the store is being closed", e);
    }
  }

  private void look(Held held, Terms terms) {
    long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - held.grantedNanos());
    if (!held.inUse() || age >= terms.renewMillis()) {
      return;
    }
    try {
      if (!renew(held)) {
        if (held.inUse()) {
          LOG.warn("the lease of the lock {} ended before it was renewed", held.key());
        }
        return;
      }
    } catch (StoreClosedException e) {
      LOG.debug("leases are not renewed any more, since the store is closed", e);
      return;
    } catch (RuntimeException e) {
      LOG.warn("the lease of the lock {} could not be renewed, and is tried again", held.key(), e);
    }
    again(held, terms);
  }

  /** Renews a lease; false if the lock is not held as it was granted any more. */
  boolean renew(Held held) {
    return book.change(rules -> rules.renew(held.key(), held.token())).own() != null;
  }
}
