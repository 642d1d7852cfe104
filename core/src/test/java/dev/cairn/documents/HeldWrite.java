package dev.cairn.documents;

import dev.cairn.Memory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A write that has begun and does not end, so that no other one can be made meanwhile. */
final class HeldWrite {
  private HeldWrite() {}

  /** Does something while another thread is inside of a write. */
  static void during(Memory memory, Runnable action) throws InterruptedException {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () ->
                memory.write(
                    all -> {
                      writing.countDown();
                      try {
                        end.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    try {
      writing.await();
      action.run();
    } finally {
      end.countDown();
    }
    writer.join();
  }
}
