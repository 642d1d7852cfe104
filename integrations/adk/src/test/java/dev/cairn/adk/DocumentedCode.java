package dev.cairn.adk;

import com.google.adk.agents.BaseAgent;
import com.google.adk.runner.Runner;
import dev.cairn.Memory;

/** Holds the code examples of docs/adk.md, so that they are compiled. */
final class DocumentedCode {
  private DocumentedCode() {}

  static Runner runner(Memory memory, BaseAgent agent) {
    // [services]
    Runner runner =
        Runner.builder()
            .agent(agent)
            .appName("shop")
            .sessionService(new CairnSessionService(memory))
            .artifactService(new CairnArtifactService(memory))
            .memoryService(new CairnMemoryService(memory))
            .build();
    // [end]
    return runner;
  }
}
