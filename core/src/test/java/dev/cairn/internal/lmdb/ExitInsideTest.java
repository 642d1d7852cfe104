package dev.cairn.internal.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that closing a store in a shutdown hook does not deadlock with a read or write that has
 * called System.exit.
 */
class ExitInsideTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"read", "write"})
  void theJvmEnds(String where) {
    try (OtherJvm program = OtherJvm.small(ExitInside.class, directory, where)) {
      program.expectEnd();
    }
    try (Engine engine = Stores.open(directory)) {
      assertThat(Stores.get(engine, "key")).isEqualTo("value");
    }
  }
}
