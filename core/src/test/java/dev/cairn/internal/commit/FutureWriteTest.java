package dev.cairn.internal.commit;

import static dev.cairn.internal.engine.Stores.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/**
 * Tests that the future of a write completes even if its executor refuses the task, and that a
 * cancelled write is not run.
 */
class FutureWriteTest {

  /** As where the store is closed, or the heap is full. */
  @Test
  void aFutureCompletesAlsoWhereItsExecutorTakesNoTask() {
    for (Throwable refusal :
        List.of(new RejectedExecutionException("shut down"), new OutOfMemoryError("a fault"))) {
      FutureWrite<String> write =
          new FutureWrite<>(
              batch -> "unused",
              LONG.toNanos(),
              task -> {
                if (refusal instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) refusal;
              });
      assertThat(write.withdraw(new IllegalStateException("withdrawn"))).isTrue();
      assertThat(write.future)
          .failsWithin(LONG)
          .withThrowableThat()
          .withMessageContaining("withdrawn");
      assertThat(write.told()).isTrue();
    }
  }

  @Test
  void aCancelledWriteIsNeitherClaimedNorWithdrawn() {
    FutureWrite<String> write = new FutureWrite<>(batch -> "unused", LONG.toNanos(), Runnable::run);
    assertThat(write.future.cancel(false)).isTrue();
    assertThat(write.withdraw(new IllegalStateException("withdrawn"))).isFalse();
    assertThat(write.claim()).isFalse();
    assertThat(write.future).isCancelled();
  }
}
