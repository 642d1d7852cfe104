package dev.cairn.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no message is lost if two JVMs read a conversation and write it back at the same time,
 * each with one message more.
 */
@Tag("slow")
class MergingProcessesTest {
  private static final int ROUNDS = 150;

  @Test
  void twoProcessesThatWriteBackTheWholeListLoseNothing(@TempDir Path directory) {
    assertNothingIsLost(directory, Integer.MAX_VALUE);
  }

  @Test
  void twoProcessesThatWriteBackTheLastFewMessagesLoseNothing(@TempDir Path directory) {
    assertNothingIsLost(directory, 10);
  }

  private static void assertNothingIsLost(Path directory, int window) {
    try (OtherJvm one = OtherJvm.small(MergingAgent.class, directory, "one", window);
        OtherJvm two = OtherJvm.small(MergingAgent.class, directory, "two", window)) {
      for (int round = 0; round < ROUNDS; round++) {
        for (String order : List.of("read", "write")) {
          one.send(order);
          two.send(order);
          assertThat(one.line()).isEqualTo("done");
          assertThat(two.line()).isEqualTo("done");
        }
      }
    }
    try (Cairn cairn = Cairn.open(directory)) {
      Conversations conversations = cairn.memory().conversations();
      List<String> texts =
          conversations.all(MergingAgent.CONVERSATION).stream().map(Message::text).toList();
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(texts.subList(2 * round, 2 * round + 2))
            .as("round %d", round)
            .containsExactlyInAnyOrder("one " + round, "two " + round);
      }
      assertThat(texts).hasSize(2 * ROUNDS);
      assertThat(conversations.get(MergingAgent.CONVERSATION).orElseThrow().messages())
          .isEqualTo(2 * ROUNDS);
    }
  }
}
