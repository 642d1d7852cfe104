package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StorageException;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private final WriterThread writer = new WriterThread("writer", () -> {});
  private final WriteQueue queue = new WriteQueue("store", writer);

  @Test
  void whereTheWriterHasDiedNobodyWaits() {
    BlockingWrite<String> before = add();
    FutureWrite<String> future =
        new FutureWrite<>(batch -> "unused", LONG.toNanos(), Runnable::run);
    queue.add(future);
    queue.die();
    assertFails(before);
    assertThat(future.future)
        .failsWithin(LONG)
        .withThrowableThat()
        .withCauseInstanceOf(StorageException.class);
    assertThatThrownBy(this::add).hasMessageContaining("close and open it again");
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
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("close and open it again");
  }
}
