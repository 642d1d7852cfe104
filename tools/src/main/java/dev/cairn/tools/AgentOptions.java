package dev.cairn.tools;

import dev.cairn.tools.replay.Replay;
import dev.cairn.tools.replay.ReplayFailedException;
import dev.cairn.tools.replay.ReplayReport;
import dev.cairn.tools.text.Progress;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many agents a replay has, and where. */
final class AgentOptions {
  private int jvms = 4;
  private int agents = 8;
  private CommandSpec spec = CommandSpec.create();

  @Spec(Spec.Target.MIXEE)
  void setSpec(CommandSpec spec) {
    this.spec = spec;
  }

  @Option(
      names = "--jvms",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many JVMs to start (default: ${DEFAULT-VALUE}).")
  void setJvms(int jvms) {
    this.jvms = positive("--jvms", jvms);
  }

  @Option(
      names = "--agents",
      paramLabel = "M",
      defaultValue = "8",
      description = "How many agent threads in each JVM (default: ${DEFAULT-VALUE}).")
  void setAgents(int agents) {
    this.agents = positive("--agents", agents);
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, not " + value);
    }
    return value;
  }

  int jvms() {
    return jvms;
  }

  int agents() {
    return agents;
  }

  /**
   * Replays {@code trace} with that many agents, and shows on {@code screen} how far it has come.
   */
  ReplayReport replay(Trace trace, Path store, Screen screen)
      throws IOException, InterruptedException, ReplayFailedException {
    try (Progress progress = screen.progress("replay", trace.lines().size())) {
      return new Replay(trace, store, jvms, agents).run(progress::reach);
    }
  }
}
