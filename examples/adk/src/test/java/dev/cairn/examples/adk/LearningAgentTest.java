package dev.cairn.examples.adk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.adk.CairnSessionService;
import dev.cairn.testing.OtherJvm;
import dev.cairn.testing.SourceLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the example agent learns in one process and uses its knowledge in the next, as its
 * description says.
 */
@Tag("slow")
class LearningAgentTest {
  @Test
  void whatOneProcessLearnsAnotherUses(@TempDir Path directory) {
    assertThat(ask(directory, "Where is the search box of https://example.com?"))
        .containsExactly("I have it: {selector=not known}");
    assertThat(ask(directory, "Learn that the search box of https://example.com is #q"))
        .containsExactly("I have it: {selector=#q}");
    assertThat(ask(directory, "Where is the search box of https://example.com?"))
        .containsExactly("I have it: {selector=#q}");
    try (Cairn cairn = Cairn.open(directory)) {
      assertThat(
              new CairnSessionService(cairn.memory())
                  .listEvents("browsing", "ann", "s1")
                  .blockingGet()
                  .events())
          .as("question, call, result and answer of each process")
          .hasSize(3 * 4);
    }
  }

  private static List<String> ask(Path directory, String question) {
    return OtherJvm.outputOf(LearningAgent.class, directory, question);
  }

  @Test
  void isShort() throws IOException {
    assertThat(SourceLines.ofMain()).hasSizeLessThan(100);
  }
}
