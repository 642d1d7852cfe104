package dev.cairn.langgraph4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;
import static org.bsc.langgraph4j.action.AsyncEdgeAction.edge_async;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import dev.cairn.testing.NewStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.async.AsyncGenerator;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.NodeOutput;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.prebuilt.MessagesState;
import org.bsc.langgraph4j.state.StateSnapshot;
import org.junit.jupiter.api.Test;

/**
 * Tests that graphs run with Cairn's checkpoint saver as they do with LangGraph4j's own. The cases
 * are those of its tests of savers (memory, files, PostgreSQL), by behaviour. Each compilation has
 * a saver of its own, as the programs that share a store do.
 */
class GraphsTest extends NewStore {
  private static final int STEPS = 5;
  private static final RunnableConfig ONE = RunnableConfig.builder().threadId("thread_1").build();
  private static final RunnableConfig TWO = RunnableConfig.builder().threadId("thread_2").build();

  static final class State extends MessagesState<String> {
    State(Map<String, Object> data) {
      super(data);
    }

    int steps() {
      return this.<Integer>value("steps").orElse(0);
    }

    String last() {
      return lastMessage().orElseThrow();
    }
  }

  private CompiledGraph<State> compile(StateGraph<State> graph, CompileConfig.Builder config)
      throws GraphStateException {
    return graph.compile(
        config
            .checkpointSaver(new CairnCheckpointSaver(cairn.memory(), graph.getStateSerializer()))
            .build());
  }

  /** A graph that goes through one node until it has made {@link #STEPS} steps. */
  private static StateGraph<State> counting() throws GraphStateException {
    return new StateGraph<>(State.SCHEMA, State::new)
        .addNode(
            "agent",
            node_async(
                state -> {
                  int steps = state.steps() + 1;
                  return Map.of("steps", steps, "messages", "step " + steps);
                }))
        .addEdge(START, "agent")
        .addConditionalEdges(
            "agent",
            edge_async(state -> state.steps() >= STEPS ? "exit" : "next"),
            Map.of("next", "agent", "exit", END));
  }

  /** A graph in which a model asks a tool for the weather. */
  private static StateGraph<State> weather() throws GraphStateException {
    return new StateGraph<>(State.SCHEMA, State::new)
        .addNode("agent", node_async(state -> Map.of("messages", answer(state))))
        .addNode("tools", node_async(state -> Map.of("messages", "temperature is 30 degrees")))
        .addEdge(START, "agent")
        .addConditionalEdges(
            "agent",
            edge_async(state -> state.last().equals("tool_calls") ? "tools" : END),
            Map.of("tools", "tools", END, END))
        .addEdge("tools", "agent");
  }

  private static String answer(State state) {
    if (state.last().contains("temperature")) {
      return "it is sunny";
    }
    return state.last().contains("weather") ? "tool_calls" : "hello " + state.last();
  }

  private static List<NodeOutput<State>> run(
      CompiledGraph<State> graph, GraphInput input, RunnableConfig config) {
    return graph.stream(input, config).stream().toList();
  }

  private static GraphInput question() {
    return GraphInput.args(Map.of("messages", "how is the weather?"));
  }

  private static void expectSteps(CompiledGraph<State> graph, RunnableConfig thread, int steps) {
    State state = graph.invoke(Map.of(), thread).orElseThrow();
    assertThat(state.steps()).isEqualTo(steps);
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= steps; i++) {
      expected.add("step " + i);
    }
    assertThat(state.messages()).isEqualTo(expected);
  }

  @Test
  void aThreadGoesOnWhereItWasLeft() throws GraphStateException {
    expectSteps(compile(counting(), CompileConfig.builder()), ONE, STEPS);
    assertThat(compile(counting(), CompileConfig.builder()).getState(ONE).next()).isEqualTo(END);
    expectSteps(compile(counting(), CompileConfig.builder()), TWO, STEPS);
    expectSteps(compile(counting(), CompileConfig.builder()), ONE, STEPS + 1);
    expectSteps(compile(counting(), CompileConfig.builder()), ONE, STEPS + 2);
    expectSteps(compile(counting(), CompileConfig.builder()), TWO, STEPS + 1);
  }

  @Test
  void theHistoryIsThatOfTheNodesAndAnUpdateChangesOne() throws Exception {
    CompiledGraph<State> graph = compile(weather(), CompileConfig.builder());
    assertThat(graph.invoke(question(), ONE).orElseThrow().last()).isEqualTo("it is sunny");
    assertThat(graph.getStateHistory(ONE))
        .extracting(StateSnapshot::node)
        .containsExactly("agent", "tools", "agent", START);

    StateSnapshot<State> last = graph.lastStateOf(ONE).orElseThrow();
    assertThat(last.next()).isEqualTo(END);
    RunnableConfig updated = graph.updateState(last.config(), Map.of("update", "by hand"));
    assertThat(graph.stateOf(updated).orElseThrow().state().value("update")).contains("by hand");

    CompiledGraph<State> other = compile(weather(), CompileConfig.builder());
    assertThat(other.getStateHistory(ONE)).hasSize(4);
    StateSnapshot<State> found = other.lastStateOf(ONE).orElseThrow();
    assertThat(found.node()).isEqualTo("agent");
    assertThat(found.next()).isEqualTo(END);
    assertThat(found.state().value("update")).contains("by hand");
  }

  @Test
  void aThreadIsRunAgainFromAPastState() throws Exception {
    compile(weather(), CompileConfig.builder()).invoke(question(), ONE);
    CompiledGraph<State> graph = compile(weather(), CompileConfig.builder());
    List<StateSnapshot<State>> history = List.copyOf(graph.getStateHistory(ONE));
    StateSnapshot<State> first = history.get(history.size() - 1);
    assertThat(first.state().messages()).containsExactly("how is the weather?");

    RunnableConfig branch = graph.updateState(first.config(), Map.of("messages", "Ann"));
    List<NodeOutput<State>> results = run(graph, GraphInput.resume(), branch);
    assertThat(results).extracting(NodeOutput::node).containsExactly("agent", END);
    assertThat(results.get(0).state().last()).isEqualTo("hello Ann");
  }

  @Test
  void aGraphThatWasInterruptedIsResumedByAnotherProgram() throws GraphStateException {
    CompileConfig.Builder pausing = CompileConfig.builder().interruptBefore("tools");
    CompiledGraph<State> one = compile(weather(), pausing);
    assertThat(run(one, question(), ONE))
        .extracting(NodeOutput::node)
        .startsWith(START, "agent")
        .doesNotContain("tools");

    CompiledGraph<State> two = compile(weather(), pausing);
    StateSnapshot<State> paused = two.getState(ONE);
    assertThat(paused.next()).isEqualTo("tools");
    List<NodeOutput<State>> results = run(two, GraphInput.resume(), paused.config());
    assertThat(results).extracting(NodeOutput::node).containsExactly("tools", "agent", END);
    assertThat(results.get(2).state().last()).isEqualTo("it is sunny");
  }

  @Test
  void aThreadThatWasReleasedByHandBeginsAnew() throws Exception {
    CompiledGraph<State> graph = compile(counting(), CompileConfig.builder());
    Map<String, Object> data = graph.invoke(Map.of(), ONE).orElseThrow().data();
    BaseCheckpointSaver saver =
        new CairnCheckpointSaver(cairn.memory(), counting().getStateSerializer());
    BaseCheckpointSaver.Tag tag = saver.release(ONE);
    assertThat(tag.threadId()).isEqualTo("thread_1");
    assertThat(tag.checkpoints()).hasSize(STEPS + 1);
    assertThat(tag.checkpoints()).first().extracting(Checkpoint::getState).isEqualTo(data);
    assertThatIllegalStateException()
        .isThrownBy(() -> graph.getState(ONE))
        .withMessage("Missing Checkpoint!");
    expectSteps(graph, ONE, STEPS);
  }

  @Test
  void aThreadIsReleasedAtTheEndOfTheRunIfTheGraphSaysSo() throws Exception {
    CompiledGraph<State> graph = compile(counting(), CompileConfig.builder().releaseThread(true));
    AsyncGenerator.Cancellable<NodeOutput<State>> run = graph.stream(Map.of(), ONE);
    State end = run.stream().reduce((first, next) -> next).orElseThrow().state();
    assertThat(AsyncGenerator.resultValue(run))
        .get()
        .isInstanceOfSatisfying(
            BaseCheckpointSaver.Tag.class,
            tag ->
                assertThat(tag.checkpoints())
                    .first()
                    .extracting(Checkpoint::getState)
                    .isEqualTo(end.data()));
    assertThat(graph.getStateHistory(ONE)).isEmpty();
    expectSteps(graph, ONE, STEPS);
  }
}
