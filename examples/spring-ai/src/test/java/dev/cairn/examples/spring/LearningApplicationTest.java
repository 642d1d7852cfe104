package dev.cairn.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.conversations.Message;
import dev.cairn.testing.OtherJvm;
import dev.cairn.testing.SourceLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the example application learns in one process and uses its knowledge in the next, as
 * its description says.
 */
@Tag("slow")
class LearningApplicationTest {
  @Test
  void whatOneProcessLearnsAnotherUses(@TempDir Path directory) {
    assertThat(ask(directory, "Where is the search box of https://example.com?"))
        .contains("I have it: \"none\"");
    assertThat(ask(directory, "Learn that the search box of https://example.com is #q"))
        .contains("I have it: \"remembered #q\"");
    assertThat(ask(directory, "Where is the search box of https://example.com?"))
        .contains("I have it: \"#q\"");
    try (Cairn cairn = Cairn.open(directory)) {
      assertThat(cairn.memory().conversations().all("browsing"))
          .as("question and answer of each process")
          .extracting(Message::text)
          .hasSize(3 * 2)
          .endsWith("Where is the search box of https://example.com?", "I have it: \"#q\"");
    }
  }

  private static List<String> ask(Path directory, String question) {
    return OtherJvm.outputOf(
        LearningApplication.class,
        "--cairn.store=" + directory,
        "--spring.main.banner-mode=off",
        question);
  }

  @Test
  void isShort() throws IOException {
    assertThat(SourceLines.ofMain()).hasSizeLessThan(100);
  }
}
