package dev.cairn.internal.commit;

/**
 * Recognises the thread that ends the JVM, which waits for all shutdown hooks and never returns.
 */
public final class JvmExit {
  private JvmExit() {}

  /**
   * Tells whether a thread has called {@code System.exit}, so that a shutdown hook would wait for
   * it in vain.
   *
   * @param thread the thread
   * @return true if the call is on its stack
   */
  public static boolean isCalledBy(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals("java.lang.Shutdown")) {
        return true;
      }
    }
    return false;
  }
}
