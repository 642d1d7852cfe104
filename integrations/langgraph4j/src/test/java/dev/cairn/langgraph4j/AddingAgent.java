package dev.cairn.langgraph4j;

import dev.cairn.Cairn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.Checkpoint;

/**
 * A test program that adds checkpoints to a LangGraph4j thread while other programs do the same.
 */
final class AddingAgent {
  static final RunnableConfig THREAD = RunnableConfig.builder().threadId("shared").build();

  private AddingAgent() {}

  /**
   * Says "ready", waits for a line, and adds checkpoints.
   *
   * @param arguments the store, the name of the agent, and how many checkpoints it adds
   */
  public static void main(String[] arguments) throws IOException {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      CairnCheckpointSaver saver = new CairnCheckpointSaver(cairn.memory());
      System.out.println("ready");
      int unused = System.in.read();
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        saver.put(
            THREAD,
            Checkpoint.builder()
                .nodeId(arguments[1])
                .nextNodeId("next")
                .state(Map.of("step", i))
                .build());
      }
    }
  }
}
