package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM whose heap others fill, again and again, while it writes: no caller waits for ever, every
 * acknowledged write is there and no failed one, and the store works on, or says that it was closed
 * and opens again.
 */
@Tag("slow")
class FullHeapTest {
  @TempDir Path directory;

  @Test
  void everyWriteIsStoredOrFailsAndNoCallerHangs() {
    int fillings = Effort.of(12, 600);
    try (OtherJvm jvm =
        OtherJvm.small(
            List.of("env", "_JAVA_OPTIONS=-Xmx40m"),
            HeapFiller.class,
            directory,
            fillings,
            Effort.seed())) {
      String line = jvm.line();
      while (line.startsWith("filled")) { // a sign of life
        line = jvm.line();
      }
      assertThat(line).startsWith("sound: ");
      int failed = Integer.parseInt(line.replaceFirst(".* (\\d+) failed.*", "$1"));
      assertThat(failed).as("writes that the full heap failed").isPositive();
      Effort.note("heap filled: %d times; %s".formatted(fillings, line));
    }
    Pages.assertSound(directory);
  }
}
