package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a commit that need not survive a power failure (relaxed durability) still survives the
 * death of its process.
 */
class RelaxedTest {
  @TempDir Path directory;

  @Test
  void aKilledProcessLosesNothing() {
    for (int i = 0; i < 3; i++) {
      try (OtherJvm writer = EngineProgram.start()) {
        writer.expect("opened", "openRelaxed", directory);
        writer.ask("put", "key", i);
        writer.kill();
      }
      try (Engine engine = Stores.open(directory)) {
        assertThat(get(engine, "key")).isEqualTo("" + i);
      }
    }
  }

  @Test
  void aRelaxedAndAStrictProcessShareAStore() {
    try (Engine relaxed = LmdbEngine.open(directory, Stores.relaxed());
        OtherJvm strict = EngineProgram.with(directory)) {
      put(relaxed, "key", "relaxed");
      relaxed.flush();
      strict.expect("relaxed", "get", "key");
      strict.ask("put", "key", "strict");
      assertThat(get(relaxed, "key")).isEqualTo("strict");
      assertThat(relaxed.version()).isEqualTo(3);
    }
  }
}
