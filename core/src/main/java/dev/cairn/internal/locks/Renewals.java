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

  /** Begins to renew the lease of a lock, if it was asked for so; throws nothing. */
  void begin(Held held) {
    if (held.renewMillis() > 0) {
      again(held);
    }
  }

  private void again(Held held) {
    try {
      var unused =
          timer.schedule(
              () -> look(held), held.leaseMillis() / TIMES_IN_A_LEASE, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("leases are not renewed any more, since the store is being closed", e);
    } catch (RuntimeException | Error e) { // for want of a thread perhaps
      LOG.error("the lease of the lock {} may end, since it cannot be renewed", held.key(), e);
    }
  }

  private void look(Held held) {
    long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - held.grantedNanos());
    if (!held.inUse() || age >= held.renewMillis()) {
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
    } catch (RuntimeException | Error e) { // an Error too would end the renewal unseen
      LOG.warn("the lease of the lock {} could not be renewed, and is tried again", held.key(), e);
    }
    again(held);
  }

  /** Renews a lease; false if the lock is not held as it was granted any more. */
  boolean renew(Held held) {
    return book.change(rules -> rules.renew(held.key(), held.token())).own() != null;
  }
}
