package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.number;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no update by any thread of any process is lost, and that no thread sees an older state
 * than before.
 */
@Tag("slow")
class ConcurrentWritersTest {
  @TempDir Path directory;

  @Test
  void noUpdateOfAnyThreadInAnyProcessIsLost() throws InterruptedException {
    int processes = 3;
    int threads = 4;
    int times = 250;
    try (Engine engine = Stores.open(directory)) {
      List<OtherJvm> children = new ArrayList<>();
      for (int i = 0; i < processes - 1; i++) {
        children.add(EngineProgram.start());
      }
      children.forEach(child -> child.expect("opened", "open", directory));
      children.forEach(child -> child.send("increment", threads, times));
      EngineProgram.increment(engine, threads, times);
      for (OtherJvm child : children) {
        assertThat(child.line()).isEqualTo("incremented");
      }
      for (int counter = 0; counter < 5; counter++) {
        assertThat(number(engine, "counter" + counter))
            .isEqualTo((long) processes * threads * times / 5);
      }
      children.forEach(child -> child.expect(get(engine, "counter0"), "get", "counter0"));
      children.forEach(OtherJvm::close);
    }
  }

  @Test
  void aThreadNeverSeesTimeGoBackwards() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Engine engine = Stores.open(directory);
        OtherJvm writer = EngineProgram.with(directory)) {
      put(engine, "y", "0");
      writer.send("writeForever", 2);
      Thread[] readers = new Thread[2];
      for (int i = 0; i < readers.length; i++) {
        readers[i] = new Thread(() -> watch(engine, 5_000));
        readers[i].setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        readers[i].start();
      }
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(failure.get()).isNull();
  }

  private static void watch(Engine engine, int times) {
    long version = 0;
    long value = 0;
    for (int i = 0; i < times; i++) {
      long announced = engine.version();
      assertThat(announced).isGreaterThanOrEqualTo(version);
      try (Snapshot snapshot = engine.snapshot()) {
        assertThat(snapshot.version()).isGreaterThanOrEqualTo(announced);
        version = snapshot.version();
        long seen = number(snapshot, "y");
        assertThat(seen).isGreaterThanOrEqualTo(value);
        assertThat(number(snapshot, "x")).isEqualTo(-seen);
        value = seen;
      }
    }
  }
}
