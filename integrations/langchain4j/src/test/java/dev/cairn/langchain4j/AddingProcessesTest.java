package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.conversations.Message;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs add to one chat memory at once, each as LangChain4j does: read all, write all back. */
class AddingProcessesTest {
  private static final int MESSAGES = 200;

  @Test
  void loseNothingAndKeepTheOrder(@TempDir Path directory) {
    try (OtherJvm one = OtherJvm.small(AddingAgent.class, directory, "one", MESSAGES);
        OtherJvm two = OtherJvm.small(AddingAgent.class, directory, "two", MESSAGES)) {
      for (OtherJvm each : List.of(one, two)) {
        assertThat(each.line()).isEqualTo("ready");
      }
      one.send("go");
      two.send("go");
      one.expectEnd();
      two.expectEnd();
    }
    try (Cairn cairn = Cairn.open(directory)) {
      List<String> texts =
          cairn.memory().conversations().all(AddingAgent.CONVERSATION).stream()
              .map(Message::text)
              .toList();
      for (String agent : List.of("one", "two")) {
        assertThat(texts.stream().filter(text -> text.startsWith(agent)))
            .containsExactlyElementsOf(
                IntStream.range(0, MESSAGES).mapToObj(i -> agent + " " + i).toList());
      }
      assertThat(texts).hasSize(2 * MESSAGES);
      assertThat(texts.subList(0, MESSAGES))
          .as("both at the same time")
          .anyMatch(text -> text.startsWith("one"))
          .anyMatch(text -> text.startsWith("two"));
    }
  }
}
