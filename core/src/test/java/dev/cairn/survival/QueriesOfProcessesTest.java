package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that processes which change a store all the time get no answer to a query that is not the
 * answer of a moment between the beginning and the end of their call.
 */
@Tag("slow")
class QueriesOfProcessesTest {
  private static final int JVMS = 4;
  private static final int MILLIS = Effort.of(4_000, 60_000);

  @TempDir Path directory;

  @Test
  void eachAnswerIsThatOfAMomentWithinItsCall() {
    long asked = 0;
    List<OtherJvm> jvms = new ArrayList<>();
    try {
      for (int i = 0; i < JVMS; i++) {
        jvms.add(OtherJvm.small(QueryingAgent.class, directory, MILLIS, Effort.seed() + i));
      }
      for (OtherJvm jvm : jvms) {
        String line = jvm.line();
        assertThat(line).startsWith("asked ");
        asked += Long.parseLong(line.substring("asked ".length()));
      }
    } finally {
      jvms.forEach(OtherJvm::close);
    }
    assertThat(asked).isGreaterThan(100);
    Effort.note("queries of %d JVMs beside their changes: %d".formatted(JVMS, asked));
  }
}
