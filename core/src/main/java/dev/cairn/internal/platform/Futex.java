package dev.cairn.internal.platform;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets threads of any process sleep on a 32-bit word of shared memory until another thread wakes
 * them, by Linux's futex(2).
 *
 * <p>Sleeping and waking are sound for every thread at any time at which the word is mapped: who
 * wakes up looks at the word again. Elsewhere than on Linux a sleep is a pause, and waking does
 * nothing.
 *
 * <p>jffi must have been loaded before, as the engine does it, with its settings.
 */
public final class Futex {
  private static final long FUTEX_WAIT = 0;
  private static final long FUTEX_WAKE = 1;

  private static final CallContext SYSCALL =
      new CallContext(Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG);

  /** 0 if the C library has none. */
  private static final long FUNCTION =
      Platform.isLinux() ? Library.getDefault().getSymbolAddress("syscall") : 0;

  /** Of asm/unistd_64.h on x86-64, of asm-generic/unistd.h on aarch64. */
  private static final long NUMBER =
      switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> 202;
        default -> 98;
      };

  private final long address;

  /**
   * Creates the view of a word.
   *
   * @param address the address at which the word is mapped, shared
   */
  public Futex(long address) {
    this.address = address;
  }

  /**
   * Sleeps until another thread, of any process, wakes the sleepers of this word. Returns at once
   * if the word is not as expected, and sometimes without a reason.
   *
   * <p>The thread is in native code meanwhile: a virtual thread keeps its carrier, and an interrupt
   * does not end the sleep. Where there is no futex, it pauses for the time limit.
   *
   * @param expected the value with which the word must still be found
   * @param nanos the time limit, in nanoseconds; nothing is done if it is not positive
   */
  public void await(int expected, long nanos) {
    if (nanos <= 0) {
      return;
    }
    if (FUNCTION == 0) {
      LockSupport.parkNanos(nanos);
      return;
    }
    MemoryIO memory = MemoryIO.getInstance();
    long timespec = memory.allocateMemory(2 * Long.BYTES, false);
    try {
      memory.putLong(timespec, TimeUnit.NANOSECONDS.toSeconds(nanos));
      memory.putLong(timespec + Long.BYTES, nanos % TimeUnit.SECONDS.toNanos(1));
      long unused = call(FUTEX_WAIT, expected, timespec);
    } finally {
      memory.freeMemory(timespec);
    }
  }

  /**
   * Wakes threads that sleep on the word.
   *
   * @param most the greatest number of them, positive
   */
  public void wake(int most) {
    if (FUNCTION != 0) {
      long unused = call(FUTEX_WAKE, most, 0);
    }
  }

  private long call(long operation, long value, long timespec) {
    return Invoker.getInstance()
        .invokeL5NoErrno(SYSCALL, FUNCTION, NUMBER, address, operation, value, timespec);
  }
}
