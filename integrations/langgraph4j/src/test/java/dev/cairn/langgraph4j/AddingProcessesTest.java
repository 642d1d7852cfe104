package dev.cairn.langgraph4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.TwoAgents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no checkpoint is lost if two JVMs add to one LangGraph4j thread at once. */
@Tag("slow")
class AddingProcessesTest {
  private static final int CHECKPOINTS = 200;

  @Test
  void loseNothingAndKeepTheOrder(@TempDir Path directory) {
    TwoAgents.run(AddingAgent.class, directory, CHECKPOINTS);
    try (Cairn cairn = Cairn.open(directory)) {
      List<Checkpoint> oldestFirst =
          new ArrayList<>(new CairnCheckpointSaver(cairn.memory()).list(AddingAgent.THREAD));
      Collections.reverse(oldestFirst);
      for (String agent : TwoAgents.NAMES) {
        assertThat(oldestFirst.stream().filter(each -> each.getNodeId().equals(agent)))
            .extracting(each -> each.getState().get("step"))
            .containsExactlyElementsOf(IntStream.range(0, CHECKPOINTS).boxed().toList());
      }
      assertThat(oldestFirst).hasSize(2 * CHECKPOINTS);
      assertThat(oldestFirst.subList(0, CHECKPOINTS))
          .as("both at the same time")
          .extracting(Checkpoint::getNodeId)
          .contains("one", "two");
    }
  }
}
