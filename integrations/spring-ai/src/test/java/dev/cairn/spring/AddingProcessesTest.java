package dev.cairn.spring;

import dev.cairn.Cairn;
import dev.cairn.conversations.Message;
import dev.cairn.testing.TwoAgents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no message is lost if two JVMs add to one chat memory at once, each by reading and
 * writing the whole list.
 */
@Tag("slow")
class AddingProcessesTest {
  private static final int MESSAGES = 200;

  @Test
  void loseNothingAndKeepTheOrder(@TempDir Path directory) {
    TwoAgents.run(AddingAgent.class, directory, MESSAGES);
    try (Cairn cairn = Cairn.open(directory)) {
      List<String> texts =
          cairn.memory().conversations().all(AddingAgent.CONVERSATION).stream()
              .map(Message::text)
              .toList();
      TwoAgents.assertAllOf(texts, MESSAGES);
    }
  }
}
