package dev.cairn.locks;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.locks.Held;
import dev.cairn.internal.locks.LockDesk;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.Terms;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * A lock on a name, held by one thread for writing or by many for reading, in any processes.
 *
 * <p>Requests are served in the order in which they came, those for reading that stand together at
 * once; a greater {@linkplain #withPriority priority} goes ahead. A thread that holds the lock may
 * take it again without waiting, except for writing when it holds it for reading alone. A thread
 * that ends without releasing its lock holds it until its process ends, which releases it at once.
 *
 * <p>An interrupt does not end a wait, and stays pending, unless the method says so. A request that
 * completes a deadlock with other threads, of whichever processes, fails with a {@link
 * dev.cairn.DeadlockException}; every lock that it holds stays held. Instances are immutable and
 * thread-safe, and do not hold anything themselves: each with the same name is the same lock.
 */
public final class NamedLock implements ReadWriteLock {
  private final LockDesk desk;
  private final LockKey key;
  private final String resource;
  private final Scope scope;
  private final Duration readTimeout;
  private final Duration writeTimeout;
  private final int priority;
  private final long leaseMillis;
  private final long renewMillis;

  NamedLock(
      LockDesk desk,
      LockKey key,
      String resource,
      Scope scope,
      Duration readTimeout,
      Duration writeTimeout) {
    this(desk, key, resource, scope, readTimeout, writeTimeout, 0, 0, 0);
  }

  private NamedLock(
      LockDesk desk,
      LockKey key,
      String resource,
      Scope scope,
      Duration readTimeout,
      Duration writeTimeout,
      int priority,
      long leaseMillis,
      long renewMillis) {
    this.desk = desk;
    this.key = key;
    this.resource = resource;
    this.scope = scope;
    this.readTimeout = readTimeout;
    this.writeTimeout = writeTimeout;
    this.priority = priority;
    this.leaseMillis = leaseMillis;
    this.renewMillis = renewMillis;
  }

  /** Returns the name. */
  public String resource() {
    return resource;
  }

  /**
   * Returns the same lock with another limit on how long {@link #read()}, {@link #write()} and the
   * methods with futures wait.
   *
   * @param timeout the time, positive; a hundred years and more are no limit
   */
  public NamedLock withTimeout(Duration timeout) {
    Arguments.positive("timeout", timeout);
    return new NamedLock(
        desk, key, resource, scope, timeout, timeout, priority, leaseMillis, renewMillis);
  }

  /**
   * Returns the same lock, asked for with a priority; 0 otherwise. A request goes ahead of those
   * with less, unless they have waited for a second more for each step between the priorities, or
   * the clock of the machine was set back while they waited. So none that comes more than twenty
   * seconds later goes ahead.
   *
   * @param steps the priority, from -10 to 10
   */
  public NamedLock withPriority(int steps) {
    if (Math.abs((long) steps) > GREATEST_PRIORITY) {
      throw new IllegalArgumentException(
          "priority %d; choose one from -%d to %d, of which each step goes ahead of those who have waited for less than a second"
              .formatted(steps, GREATEST_PRIORITY, GREATEST_PRIORITY));
    }
    return new NamedLock(
        desk, key, resource, scope, readTimeout, writeTimeout, steps, leaseMillis, renewMillis);
  }

  /**
   * Returns the same lock, taken with a lease: if the hold is not {@linkplain Hold#renew renewed}
   * for that time and others wait, they get the lock, although the holder is alive, once the write
   * of the store that is at work has ended. Nothing renews it by itself; see {@link
   * #withRenewedLease}. Without a lease a lock is held until it is released or its process ends.
   *
   * <p>A lease begins with the grant, and anew once a write of a former holder has ended, if that
   * has to be waited for. If the lease ends during that wait, the lock is asked for again, within
   * the same time limit. To take a held lock again with another lease is refused with an {@link
   * IllegalStateException}. To take it again after its lease has ended is refused once with a
   * {@link dev.cairn.StaleTokenException}, and the holds of before then release nothing.
   *
   * @param time the time, at least a tenth of a second; the lock may be lost some 50 ms later
   */
  public NamedLock withLease(Duration time) {
    return leased(lease(time), 0);
  }

  /**
   * Returns the same lock, taken with a lease as {@link #withLease(Duration)} does, which this
   * process renews in the background, three times in the time of the lease. It does so until the
   * hold is closed, the thread that took the lock has ended, or {@code most} has passed since the
   * grant; and not while the process is stopped. From then on the lease runs out. A hold from a
   * future has no thread.
   *
   * <p>So a stopped process and a thread that ended without releasing lose the lock after the time
   * of the lease, and a thread that is stuck after {@code most} and that time.
   *
   * @param time the time, as for {@link #withLease(Duration)}; longer than any pause of the process
   *     that is to be survived
   * @param most the time for which it is renewed, not shorter than the lease
   */
  public NamedLock withRenewedLease(Duration time, Duration most) {
    long leaseFor = lease(time);
    if (lease(most) < leaseFor) {
      throw new IllegalArgumentException(
          "a lease of %s is renewed for %s, which is less".formatted(time, most));
    }
    return leased(leaseFor, most.toMillis());
  }

  private NamedLock leased(long leaseFor, long renewedFor) {
    return new NamedLock(
        desk, key, resource, scope, readTimeout, writeTimeout, priority, leaseFor, renewedFor);
  }

  private static long lease(Duration time) {
    Arguments.positive("time", time);
    if (time.compareTo(SHORTEST_LEASE) < 0 || time.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "a lease lasts from %s to %s: %s".formatted(SHORTEST_LEASE, LONGEST_LEASE, time));
    }
    return time.toMillis();
  }

  private static final int GREATEST_PRIORITY = 10;
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
  private static final Duration LONGEST_LEASE = Duration.ofDays(36_500);

  /**
   * Takes the lock for reading, waiting up to 10 s, or the timeout that was set here or in {@link
   * dev.cairn.CairnOptions}.
   *
   * @return the hold, which the caller closes
   * @throws dev.cairn.LockTimeoutException if it was not granted in time
   * @throws dev.cairn.DeadlockException if the wait would never have ended
   */
  public Hold read() {
    return read(Deadline.in(readTimeout));
  }

  /** Takes the lock for reading as {@link #read()} does, waiting until a deadline. */
  public Hold read(Deadline deadline) {
    return hold(desk.take(key, terms(false), Arguments.notNull("deadline", deadline)), false);
  }

  /**
   * Takes the lock for writing, waiting up to 30 s, or the timeout that was set here or in {@link
   * dev.cairn.CairnOptions}.
   *
   * @return the hold, which the caller closes
   * @throws dev.cairn.LockTimeoutException if it was not granted in time
   * @throws dev.cairn.DeadlockException if the wait would never have ended
   * @throws dev.cairn.LockUpgradeException if this thread holds it for reading
   */
  public Hold write() {
    return write(Deadline.in(writeTimeout));
  }

  /** Takes the lock for writing as {@link #write()} does, waiting until a deadline. */
  public Hold write(Deadline deadline) {
    return hold(desk.take(key, terms(true), Arguments.notNull("deadline", deadline)), true);
  }

  /**
   * Takes the lock for reading if it can be had at once, without overtaking those who wait.
   *
   * @return the hold; empty if others have the lock or wait for it, and also if within a second the
   *     state of the lock cannot be changed, or a write of a holder whose lease has ended is at
   *     work
   */
  public Optional<Hold> tryRead() {
    return Optional.ofNullable(desk.tryTake(key, terms(false))).map(held -> hold(held, false));
  }

  /**
   * Takes the lock for writing if it can be had at once, as {@link #tryRead()} does for reading.
   *
   * @throws dev.cairn.LockUpgradeException if this thread holds it for reading
   */
  public Optional<Hold> tryWrite() {
    return Optional.ofNullable(desk.tryTake(key, terms(true))).map(held -> hold(held, true));
  }

  /**
   * Takes the lock for reading without a thread that waits.
   *
   * @return completes with a hold that belongs to no thread, or with what {@link #read()} throws.
   *     Cancelling it withdraws the request. Who holds one lock in this way and waits for another
   *     is not known to do so, and its deadlocks end by their timeouts
   */
  public CompletableFuture<Hold> readAsync() {
    return later(false, readTimeout);
  }

  /** Takes the lock for writing as {@link #readAsync()} does for reading. */
  public CompletableFuture<Hold> writeAsync() {
    return later(true, writeTimeout);
  }

  private CompletableFuture<Hold> later(boolean exclusive, Duration timeout) {
    return LaterHold.of(
        desk.takeLater(key, terms(exclusive), Deadline.in(timeout)),
        held -> hold(held, exclusive),
        desk::retract);
  }

  /** Returns the holders of the lock and those who wait for it now. */
  public LockStatus status() {
    return LockStatus.of(resource, key, desk.row(key));
  }

  /**
   * Returns the lock for reading as Java's interface: {@code lock} waits for as long as it takes,
   * {@code lockInterruptibly} and {@code tryLock} with a time end with an interrupt, and there are
   * no conditions.
   */
  @Override
  public Lock readLock() {
    return new JavaLock(desk, key, terms(false));
  }

  /** Returns the lock for writing as Java's interface, as {@link #readLock()} does. */
  @Override
  public Lock writeLock() {
    return new JavaLock(desk, key, terms(true));
  }

  private Terms terms(boolean exclusive) {
    return new Terms(exclusive ? 1 : Terms.READERS, priority, leaseMillis, renewMillis);
  }

  private Hold hold(Held held, boolean exclusive) {
    return new Hold(desk, held, new Token(resource, scope, held.token()), exclusive);
  }
}
