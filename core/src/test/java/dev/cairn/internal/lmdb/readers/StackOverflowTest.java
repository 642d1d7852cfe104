package dev.cairn.internal.lmdb.readers;

import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no pooled read transaction is lost if the stack overflows while it is taken, used or
 * given back.
 */
class StackOverflowTest {
  @TempDir Path directory;

  @Test
  void aReaderThatMeetsAnErrorIsNotLost() throws InterruptedException {
    Engine engine = Stores.open(directory);
    put(engine, "key", "value");
    for (int i = 0; i < 30; i++) {
      Thread thread = new Thread(null, () -> overflow(engine), "deep", 256 << 10);
      thread.start();
      thread.join();
    }
    assertThat(engine.statistics().openSnapshots()).isZero();
    assertThat(get(engine, "key")).isEqualTo("value");
    engine.close();
    try (Engine again = Stores.open(directory)) {
      assertThat(get(again, "key")).isEqualTo("value");
    }
  }

  private static void overflow(Engine engine) {
    try {
      recurse(engine);
    } catch (StackOverflowError e) {
      // as it should be
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void recurse(Engine engine) {
    engine.snapshot().close();
    recurse(engine);
  }
}
