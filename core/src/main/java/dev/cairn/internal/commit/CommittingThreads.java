package dev.cairn.internal.commit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/** Tells which threads may commit their own writes. */
final class CommittingThreads {
  /**
   * The depth of calls that a thread must be able to make: enough for a commit, which must not meet
   * the end of the stack halfway. A call takes some 50 bytes once it is compiled, and more before.
   */
  private static final int DEPTH = 1_000;

  /** {@code Thread.isVirtual}, or null on a JDK that has no virtual threads. */
  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

  private CommittingThreads() {}

  private static @Nullable MethodHandle isVirtual() {
    try {
      return MethodHandles.lookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Tells whether the calling thread may commit. A virtual thread may not: it would keep its
   * carrier while the disk is waited for, and could go on on another one, which does not have the
   * locks of the first. Nor may a thread of a fork-join pool, which gets another thread for the
   * time of a wait and not of a commit, nor one that is nearly at the end of its stack.
   */
  static boolean includeThisOne() {
    try {
      return !ForkJoinTask.inForkJoinPool()
          && !virtual(Thread.currentThread())
          && descend(DEPTH, 1, 2, 3) > Long.MIN_VALUE;
    } catch (StackOverflowError e) {
      return false;
    }
  }

  private static boolean virtual(Thread thread) {
    MethodHandle isVirtual = IS_VIRTUAL;
    if (isVirtual == null) {
      return false;
    }
    try {
      return (boolean) isVirtual.invokeExact(thread);
    } catch (Throwable e) {
      throw new LinkageError("Thread.isVirtual", e); // it throws nothing
    }
  }

  /** Calls itself; what it returns makes the compiler keep all of the calls. */
  private static long descend(int depth, long one, long two, long three) {
    return depth == 0 ? one + two + three : descend(depth - 1, two, three, one) ^ (one << 1);
  }
}
