package dev.cairn.internal.platform;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;

/**
 * A robust mutex of the GNU C library in shared memory, looked at from outside of the library that
 * locks it.
 *
 * <p>The mutex begins with a 32-bit word: 0 if it is free, else the kernel's number of the thread
 * that has it, in its lower 30 bits. Only where the word is known to be laid out so may this be
 * used. No call takes memory from the heap.
 *
 * <p>jffi must have been loaded before, as the engine does it, with its settings.
 */
public final class RobustMutex {
  private static final int THREAD = 0x3fffffff;

  private static final CallContext ONE_WORD = new CallContext(Type.SLONG, Type.SLONG);

  /** The functions' addresses; 0 if the C library does not have one. */
  private static final long SYSCALL = function("syscall");

  private static final long UNLOCK = function("pthread_mutex_unlock");

  /** The number of gettid: of asm/unistd_64.h on x86-64, of asm-generic/unistd.h on aarch64. */
  private static final long GETTID =
      switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> 186;
        default -> 178;
      };

  private final long address;

  /**
   * Creates the view of a mutex.
   *
   * @param address the address at which it is mapped, shared and writable
   */
  public RobustMutex(long address) {
    this.address = address;
  }

  private static long function(String name) {
    return Platform.isLinux() ? Library.getDefault().getSymbolAddress(name) : 0;
  }

  /**
   * Tells whether no thread of any process has the mutex now.
   *
   * @return false if one has it, or has ended without unlocking it
   */
  public boolean isFree() {
    return word() == 0;
  }

  private int word() {
    return MemoryIO.getInstance().getInt(address);
  }

  /** Unlocks the mutex if the calling thread has it. */
  public void unlockIfMine() {
    if (SYSCALL == 0 || UNLOCK == 0) {
      return;
    }
    long thread = Invoker.getInstance().invokeL1NoErrno(ONE_WORD, SYSCALL, GETTID);
    if ((word() & THREAD) == thread) {
      long unused = Invoker.getInstance().invokeL1NoErrno(ONE_WORD, UNLOCK, address);
    }
  }
}
