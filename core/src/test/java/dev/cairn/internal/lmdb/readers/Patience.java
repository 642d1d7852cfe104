package dev.cairn.internal.lmdb.readers;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Lets tests shorten the time for which reads wait for a reader slot, or for a larger memory map.
 */
public final class Patience {
  private Patience() {}

  /** Runs {@code work}, while reads wait no longer than {@code patience}. */
  public static void of(Duration patience, ThrowingCallable work) throws Exception {
    long before = ReaderPool.patienceNanos;
    ReaderPool.patienceNanos = patience.toNanos();
    try {
      work.call();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      ReaderPool.patienceNanos = before;
    }
  }
}
