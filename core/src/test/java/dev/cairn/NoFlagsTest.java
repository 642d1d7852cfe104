package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the library works in a JVM that was started without any flag. The build does this on
 * Java 17 and 25.
 */
@EnabledIf(
    value = "dev.cairn.internal.platform.Platform#isLinux",
    disabledReason = "the switch to the portable twins is a flag")
class NoFlagsTest {
  record Note(String text, List<String> tags) {}

  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  /** Writes and reads; run by the test. */
  static final class Program {
    public static void main(String[] args) {
      if (!ManagementFactory.getRuntimeMXBean().getInputArguments().isEmpty()) {
        throw new IllegalStateException("this JVM has flags");
      }
      try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
        Memory memory = cairn.memory();
        memory.put(NOTES, "n", new Note("stored", List.of("a")));
        memory.sites().recordVisit("https://example.com/", Duration.ofSeconds(1));
        System.out.println(memory.get(NOTES, "n").orElseThrow().text());
        System.out.println(memory.sites().list().size());
      }
    }
  }

  @Test
  void aJvmWithoutFlagsWritesAndReads(@TempDir Path directory) throws Exception {
    try (OtherJvm jvm = OtherJvm.start(Program.class, directory)) {
      assertThat(jvm.line()).as(jvm::errors).isEqualTo("stored");
      assertThat(jvm.line()).isEqualTo("1");
      assertThat(jvm.expectEnd()).isEmpty();
      assertThat(jvm.errors()).doesNotContain("Exception");
    }
    try (Cairn cairn = Cairn.open(directory)) {
      assertThat(cairn.memory().get(NOTES, "n")).contains(new Note("stored", List.of("a")));
    }
  }
}
