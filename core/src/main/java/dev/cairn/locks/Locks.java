package dev.cairn.locks;

import dev.cairn.StaleTokenException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.machine.SharedMachine;
import java.time.Duration;

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
  private final LockDesk machine;
  private final LockDesk process;

  private Locks(
      String namespace,
      Duration readTimeout,
      Duration writeTimeout,
      LockDesk machine,
      LockDesk process) {
    this.namespace = namespace;
    this.readTimeout = readTimeout;
    this.writeTimeout = writeTimeout;
    this.machine = machine;
    this.process = process;
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
    return new Locks(
        namespace,
        readTimeout,
        writeTimeout,
        shared.part(MachineDesk.class, MachineDesk::new).desk(),
        shared.part(ProcessDesk.class, ProcessDesk::new).desk());
  }

  /** The desk that goes with the shared part of a store. */
  private record MachineDesk(LockDesk desk) implements AutoCloseable {
    MachineDesk(SharedMachine shared) {
      this(new LockDesk(new MachineBook(shared)));
    }

    @Override
    public void close() {
      desk.close();
    }
  }

  /** The desk of the locks of this process alone. */
  private record ProcessDesk(LockDesk desk) implements AutoCloseable {
    ProcessDesk(SharedMachine shared) {
      this(new LockDesk(new HeapBook(shared::awaitWrites)));
    }

    @Override
    public void close() {
      desk.close();
    }
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
    return new NamedSemaphore(machine, key, resource, permits, writeTimeout);
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
              .formatted(key, token.number(), LockText.holders(desk.book().row(key))));
    }
  }

  private LockDesk desk(Scope scope) {
    return scope == Scope.MACHINE ? machine : process;
  }
}
