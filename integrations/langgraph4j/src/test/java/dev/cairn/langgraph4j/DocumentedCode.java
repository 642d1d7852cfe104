package dev.cairn.langgraph4j;

import dev.cairn.Memory;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.state.AgentState;

/** Holds the code examples of docs/langgraph4j.md, so that they are compiled. */
final class DocumentedCode {
  private DocumentedCode() {}

  static CompiledGraph<AgentState> compile(Memory memory, StateGraph<AgentState> graph)
      throws GraphStateException {
    // [saver]
    CompileConfig config =
        CompileConfig.builder()
            .checkpointSaver(new CairnCheckpointSaver(memory, graph.getStateSerializer()))
            .build();
    CompiledGraph<AgentState> compiled = graph.compile(config);
    // [end]
    return compiled;
  }
}
