package dev.cairn.internal.commit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right of one thread of a process at a time to run writes and commit them. A caller takes it
 * only if it is free at once; the writer's thread waits for it.
 */
final class CommitTurn {
  private static final VarHandle HOLDER;

  static {
    try {
      HOLDER = MethodHandles.lookup().findVarHandle(CommitTurn.class, "holder", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread writer;

  @SuppressWarnings("UnusedVariable") // by HOLDER
  private volatile @Nullable Thread holder;

  /** True if the writer's thread waits. */
  private volatile boolean awaited;

  /**
   * Creates a turn that is free.
   *
   * @param writer the writer's thread
   */
  CommitTurn(Thread writer) {
    this.writer = writer;
  }

  /** Takes the turn for the calling thread if it is free; false if not. */
  boolean tryTake() {
    return HOLDER.compareAndSet(this, (Thread) null, Thread.currentThread());
  }

  /** Waits for the turn; call on the writer's thread. */
  void take() {
    while (!tryTake()) {
      awaited = true; // before looking at the holder, so that who ends its turn sees this
      if (holder != null) {
        LockSupport.park(this);
        boolean unused = Thread.interrupted(); // a pending one would let it never park again
      }
      awaited = false;
    }
  }

  /** Ends the turn of the calling thread. */
  void release() {
    holder = null;
    if (awaited) {
      LockSupport.unpark(writer);
    }
  }

  /** Tells whether the calling thread has the turn. */
  boolean isMine() {
    return holder == Thread.currentThread();
  }

  /** Returns the thread that has the turn, or null. */
  @Nullable Thread holder() {
    return holder;
  }
}
