package dev.cairn.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.conversations.Message;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example, run as its description says: one process after the other. */
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
    try (OtherJvm jvm =
        OtherJvm.small(
            LearningApplication.class,
            "--cairn.store=" + directory,
            "--spring.main.banner-mode=off",
            question)) {
      return jvm.expectEnd();
    }
  }

  @Test
  void isShort() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      long lines = 0;
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        lines += Files.readAllLines(file).size();
      }
      assertThat(lines).isLessThan(100);
    }
  }
}
