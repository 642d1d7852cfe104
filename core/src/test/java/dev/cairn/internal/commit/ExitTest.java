package dev.cairn.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.commit.ExitingProgram.Ending;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a JVM that ends with queued writes stores them first. */
class ExitTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"RETURN", "EXIT"})
  void whatWasQueuedBeforeTheEndIsStored(Ending ending) {
    try (OtherJvm program = OtherJvm.small(ExitingProgram.class, directory, ending)) {
      assertThat(program.line()).isEqualTo("queued");
      program.expectEnd();
    }
    try (Engine engine = Stores.open(directory)) {
      assertThat(Stores.keys(engine)).hasSize(ExitingProgram.WRITES);
    }
  }

  /** Such a function waits for the end of the JVM, which must not wait for it. */
  @Test
  void aFunctionThatEndsTheJvmLeavesTheStoreSound() {
    try (OtherJvm program = OtherJvm.small(ExitingProgram.class, directory, Ending.EXIT_IN_WRITE)) {
      program.expectEnd();
    }
    try (Engine engine = Stores.open(directory)) {
      assertThat(Stores.keys(engine)).isEmpty();
    }
  }
}
