package dev.cairn.tools;

import dev.cairn.tools.replay.CrewSize;
import dev.cairn.tools.replay.Replay;
import dev.cairn.tools.replay.ReplayFailedException;
import dev.cairn.tools.replay.ReplayReport;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.trace.Trace;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Defines the options {@code --jvms} and {@code --agents} of the commands that replay a trace,
 * which is a recording of agents' writes.
 */
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
      description = {
        "How many JVMs to start at most (default: ${DEFAULT-VALUE}).",
        "None starts without work, and no more than the machine has cores and memory for."
      })
  void setJvms(int jvms) {
    this.jvms = inRange("--jvms", jvms, CrewSize.MAX_JVMS);
  }

  @Option(
      names = "--agents",
      paramLabel = "M",
      defaultValue = "8",
      description = "How many agent threads in each JVM at most (default: ${DEFAULT-VALUE}).")
  void setAgents(int agents) {
    this.agents = inRange("--agents", agents, CrewSize.MAX_AGENTS);
  }

  private int inRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(), "%s must be from 1 to %d, not %d".formatted(option, most, value));
    }
    return value;
  }

  /** Returns the crew for {@code trace}; prints a line if the machine allows fewer JVMs. */
  CrewSize crew(Trace trace, Screen screen) {
    CrewSize size = CrewSize.of(trace, jvms, agents);
    size.notice().ifPresent(notice -> screen.err().println("cairn: " + notice));
    return size;
  }

  /** Runs a replay of {@code trace}, and shows the progress on {@code screen}. */
  static ReplayReport run(Replay replay, Trace trace, Screen screen)
      throws IOException, InterruptedException, ReplayFailedException {
    try (ProgressDisplay progress = screen.progress("replay", trace.lines().size())) {
      return replay.run(progress::reach);
    }
  }
}
