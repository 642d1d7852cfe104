package dev.cairn.examples.langgraph4j;

import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;
import static org.bsc.langgraph4j.action.AsyncEdgeAction.edge_async;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import dev.cairn.Cairn;
import dev.cairn.langgraph4j.CairnCheckpointSaver;
import dev.cairn.sites.Sites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.prebuilt.MessagesState;
import org.bsc.langgraph4j.state.Channels;

/**
 * An example agent that keeps the state of its graph and its knowledge about web sites in a store
 * shared with other processes.
 *
 * <pre>
 * LearningAgent agents.cairn 'Learn that the search box of https://example.com is #q'
 * LearningAgent agents.cairn 'Where is the search box of https://example.com?'
 * </pre>
 */
public final class LearningAgent {
  private LearningAgent() {}

  /** Answers one question; the arguments are the store and the question. */
  public static void main(String[] arguments) throws GraphStateException {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      StateGraph<MessagesState<String>> graph = graph(cairn.memory().sites());
      CompileConfig config =
          CompileConfig.builder()
              .checkpointSaver(new CairnCheckpointSaver(cairn.memory(), graph.getStateSerializer()))
              .build();
      RunnableConfig thread = RunnableConfig.builder().threadId("browsing").build();
      graph
          .compile(config)
          .invoke(Map.of("messages", arguments[1]), thread)
          .flatMap(MessagesState::lastMessage)
          .ifPresent(System.out::println);
    }
  }

  private static StateGraph<MessagesState<String>> graph(Sites sites) throws GraphStateException {
    return new StateGraph<MessagesState<String>>(
            Map.of("messages", Channels.appenderWithDuplicate(ArrayList::new)), MessagesState::new)
        .addNode(
            "model", // yours here
            node_async(state -> Map.of("messages", ScriptedModel.answer(state.messages()))))
        .addNode("tool", node_async(state -> Map.of("messages", call(sites, last(state)))))
        .addEdge(START, "model")
        .addConditionalEdges(
            "model",
            edge_async(state -> last(state).startsWith("call ") ? "tool" : END),
            Map.of("tool", "tool", END, END))
        .addEdge("tool", "model");
  }

  private static String last(MessagesState<String> state) {
    return state.lastMessage().orElseThrow();
  }

  private static String call(Sites sites, String call) {
    String[] words = call.split(" ", -1);
    if (words[1].equals("learn")) {
      sites.cacheSelector(words[2], "search box", words[3], List.of());
    }
    return sites
        .selector(words[2], "search box")
        .map(known -> known.primary())
        .orElse("nothing is known yet");
  }
}
