package dev.cairn.internal.commit;

import static dev.cairn.internal.engine.Stores.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreClosedException;
import org.junit.jupiter.api.Test;

/** Tests that no caller waits for a write after the writer thread has stopped. */
class WriteQueueTest {
  private final WriteQueue queue = new WriteQueue("store", new Thread(() -> {}));

  @Test
  void whereTheWriterHasStoppedNoCallerWaits() {
    BlockingWrite<String> before = add();
    FutureWrite<String> future =
        new FutureWrite<>(batch -> "unused", LONG.toNanos(), Runnable::run);
    queue.add(future);
    queue.close(new StoreClosedException("stopped"));
    BlockingWrite<String> after = add();
    queue.withdrawClosed();
    assertFails(before);
    assertFails(after);
    assertThat(future.future)
        .failsWithin(LONG)
        .withThrowableThat()
        .withCauseInstanceOf(StoreClosedException.class);
    assertThat(queue.await()).isFalse();
  }

  private BlockingWrite<String> add() {
    BlockingWrite<String> write = new BlockingWrite<>(batch -> "unused", LONG.toNanos());
    queue.add(write);
    return write;
  }

  private static void assertFails(BlockingWrite<String> write) {
    assertThat(write.isReleasable()).isTrue();
    assertThatThrownBy(write::await)
        .isInstanceOf(StoreClosedException.class)
        .hasMessageContaining("stopped");
  }
}
