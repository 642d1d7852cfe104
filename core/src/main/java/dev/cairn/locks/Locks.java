package dev.cairn.locks;

import dev.cairn.StaleTokenException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.locks.LockDesk;
import dev.cairn.internal.locks.LockText;
import dev.cairn.internal.locks.SharedLocks;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.machine.ProcessId;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.values.Following;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The named locks of one namespace, which threads of all processes of the machine take in turn.
 *
 * <pre>{@code
 * try (Hold hold = memory.locks().on("login:example.com").write()) {
 *   // one agent at a time, of whichever process
 * }
 * }</pre>
 *
 * <p>A lock is there as soon as somebody asks for it. To take one and to release it are a commit
 * each that is not synced. A process that ends, however it ends, gives up its locks: others that
 * wait notice it within a tenth of a second. After a restart of the machine all locks are free.
 * Thread-safe.
 */
public final class Locks {
  private final String namespace;
  private final Duration readTimeout;
  private final Duration writeTimeout;
  private final SharedLocks locks;

  private Locks(String namespace, Duration readTimeout, Duration writeTimeout, SharedLocks locks) {
    this.namespace = namespace;
    this.readTimeout = readTimeout;
    this.writeTimeout = writeTimeout;
    this.locks = locks;
  }

  /**
   * Returns the locks of a namespace.
   *
   * @param readTimeout the longest time that a request for reading waits unless it says otherwise
   * @param writeTimeout the same for writing, and for permits
   * @param shared what the processes of the machine share
   * @hidden for the door alone
   */
  public static Locks of(
      String namespace, Duration readTimeout, Duration writeTimeout, SharedMachine shared) {
    return new Locks(namespace, readTimeout, writeTimeout, SharedLocks.of(shared));
  }

  /**
   * Returns the lock of a name among all processes of the machine.
   *
   * @param resource the name, not blank, up to 4,096 bytes in UTF-8
   * @throws IllegalArgumentException if the name is null, blank or too long, or has an unpaired
   *     surrogate
   */
  public NamedLock on(String resource) {
    return on(resource, Scope.MACHINE);
  }

  /**
   * Returns the lock of a name in a scope.
   *
   * @param resource the name, as for {@link #on(String)}
   * @param scope the processes among which it decides
   */
  public NamedLock on(String resource, Scope scope) {
    LockKey key = LockKey.of(namespace, resource);
    LockDesk desk = desk(Arguments.notNull("scope", scope));
    return new NamedLock(desk, key, resource, scope, readTimeout, writeTimeout);
  }

  /**
   * Returns the semaphore of a name among all processes of the machine, which is another one than
   * the lock of that name.
   *
   * @param resource the name, as for {@link #on(String)}
   * @param permits how many may hold it at once, positive; where programs name different numbers, a
   *     permit is given only if those who have one agree
   */
  public NamedSemaphore semaphore(String resource, int permits) {
    Arguments.positive("permits", permits);
    LockKey key = LockKey.of(namespace, resource).ofSemaphore();
    return new NamedSemaphore(locks.ofMachine(), key, resource, permits, writeTimeout);
  }

  /**
   * Refuses a token under which its lock is not held any more.
   *
   * @throws StaleTokenException if the lock was released or its lease has ended, whether or not it
   *     was granted again
   */
  public void requireHeld(Token token) {
    Arguments.notNull("token", token);
    LockKey key = LockKey.of(namespace, token.resource());
    LockDesk desk = desk(token.scope());
    if (!desk.holds(key, token.number()) && !desk.holds(key.ofSemaphore(), token.number())) {
      throw new StaleTokenException(
          "the lock %s is not held under token %d any more, but by %s; take the lock again, and read again what it guards"
              .formatted(key, token.number(), LockText.holders(desk.row(key))));
    }
  }

  /**
   * Returns the locks of all processes that somebody holds or waits for now, in the order of their
   * names. Holders and waiters whose process has died are left out.
   */
  public List<LockStatus> list() {
    LockDesk desk = locks.ofMachine();
    Map<ProcessId, Boolean> alive = new HashMap<>();
    List<LockStatus> list = new ArrayList<>();
    desk.rows(namespace)
        .forEach(
            (key, row) ->
                list.add(
                    LockStatus.of(
                        key.resource(),
                        key,
                        row,
                        party ->
                            alive.computeIfAbsent(party.process(), process -> desk.alive(party)))));
    list.removeIf(status -> status.holders().isEmpty() && status.waiters().isEmpty());
    list.sort(Comparator.comparing(LockStatus::resource));
    return List.copyOf(list);
  }

  /**
   * Tells a listener what {@link #list} returns: now, and whenever that has changed, ten times a
   * second at most. The death of a process is told within half a second.
   *
   * @param listener the listener, called by one thread; an exception of its is logged
   * @return ends it when it is closed; the end of the store ends it too
   */
  public Following follow(Consumer<? super List<LockStatus>> listener) {
    return locks.follow(this::list, Arguments.notNull("listener", listener));
  }

  /**
   * Returns a guard, which runs functions while the lock of a name is held among all processes.
   *
   * <pre>{@code
   * memory.locks().guarding("profile:ann").write(() -> rewrite(profile));
   * }</pre>
   *
   * @param resource the name, as for {@link #on(String)}
   */
  public Guard guarding(String resource) {
    return new Guard(on(resource));
  }

  /** Returns a guard of a lock, with its scope, timeouts, priority and lease. */
  public Guard guarding(NamedLock lock) {
    return new Guard(Arguments.notNull("lock", lock));
  }

  /**
   * Returns an object whose methods call those of another one, and hold the locks meanwhile that
   * the annotations {@link ReadLocked} and {@link WriteLocked} of an interface name.
   *
   * <p>Methods without an annotation are called without a lock. A method whose lock is not granted
   * is not called: the proxy throws what {@link NamedLock#read()} and {@link NamedLock#write()} do.
   *
   * @param type the interface, some of whose methods have an annotation
   * @param target the object that does the work
   * @param <T> the interface
   * @return the proxy, as thread-safe as {@code target}; it is equal to itself alone
   * @throws IllegalArgumentException if {@code type} is no interface, nothing of it is annotated,
   *     or an annotation cannot be followed
   */
  public <T> T guarded(Class<T> type, T target) {
    Arguments.notNull("type", type);
    return GuardedCalls.proxy(this, type, Arguments.notNull("target", target));
  }

  /** Returns the statistics of these locks. */
  public LockStatistics statistics() {
    return new LockStatistics(namespace, locks);
  }

  private LockDesk desk(Scope scope) {
    return scope == Scope.MACHINE ? locks.ofMachine() : locks.ofProcess();
  }
}
