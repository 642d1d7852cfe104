package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;

/** A word of shared memory on which threads of any process sleep: Linux's futex(2). */
final class Futex {
  private static final long FUTEX_WAKE = 1;

  private static final CallContext SYSCALL =
      new CallContext(Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG);

  /** 0 if the C library has none. */
  private static final long FUNCTION = Library.getDefault().getSymbolAddress("syscall");

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
   * @param address the address at which the word is mapped, shared; on Linux, on x86-64 or aarch64
   */
  Futex(long address) {
    this.address = address;
  }

  /**
   * Wakes one of the threads that sleep on the word, if there are any. A thread that is woken must
   * look at the word again, so a wake-up is sound at any time that the word is mapped.
   */
  void wake() {
    if (FUNCTION != 0) {
      long unused =
          Invoker.getInstance().invokeL4NoErrno(SYSCALL, FUNCTION, NUMBER, address, FUTEX_WAKE, 1);
    }
  }
}
