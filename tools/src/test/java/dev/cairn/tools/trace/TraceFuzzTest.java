package dev.cairn.tools.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.survival.Effort;
import dev.cairn.survival.Fuzzing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that any line of a trace (a recording of agents' writes) is refused, or gives an operation
 * that the library accepts.
 */
@Tag("slow")
class TraceFuzzTest {
  @Test
  void tracesAreReadOrRefused() throws InterruptedException {
    new Fuzzing("trace", TraceFuzzTest::read, BadLineException.class)
        .run(Effort.of(5_000, 1_000_000));
  }

  private static Object read(byte[] input) throws IOException, BadLineException {
    Trace trace = read(input, Trace.BadLines.SKIP);
    Set<String> kinds = new TreeSet<>();
    for (Trace.Line line : trace.lines()) {
      assertThat(line.op().subject().toString()).isNotBlank();
      assertThat(line.op().raises().values()).doesNotContainNull();
      kinds.add(line.op().getClass().getSimpleName());
    }
    assertThat(read(input, Trace.BadLines.REFUSE)).isEqualTo(trace); // else it says where
    return kinds;
  }

  private static Trace read(byte[] input, Trace.BadLines badLines)
      throws IOException, BadLineException {
    return Trace.read("trace", new ByteArrayInputStream(input), badLines);
  }
}
