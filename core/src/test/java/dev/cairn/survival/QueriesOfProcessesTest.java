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
 * Tests that cached queries return the state of a moment during their call, while several processes
 * change the store.
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
