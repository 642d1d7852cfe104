package dev.cairn.tools;

import dev.cairn.tools.replay.CrewSize;
import dev.cairn.tools.replay.Replay;
import dev.cairn.tools.replay.ReplayFailedException;
import dev.cairn.tools.replay.ReplayReport;
import dev.cairn.tools.replay.ReplaySummary;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code cairn replay}: applies a recording of agents' writes to the store, and checks that nothing
 * was lost.
 */
@Command(
    name = "replay",
    description = {
      "Applies a trace to the store from several JVMs full of agents, and checks that every "
          + "operation is there exactly once.",
      "",
      "A trace has one JSON object a line. The operations of one agent are done in their order, "
          + "on one thread; lines without an agent are in order with those about the same site, skill or "
          + "episode. A bad line stops the replay before anything is written."
    },
    footer = {
      "%nExamples:",
      "  cairn replay trace.jsonl",
      "  cat *.jsonl | cairn replay - --jvms 4 --agents 8 --json"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Parameters(paramLabel = "FILE|-", description = "The trace; - is standard input.")
  private String file = "";

  @Option(names = "--skip-bad", description = "Count bad lines and leave them out.")
  private boolean skipBad;

  @Mixin private final AgentOptions agents = new AgentOptions();

  private final CairnCommand cairn;

  ReplayCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call()
      throws IOException, BadLineException, InterruptedException, ReplayFailedException {
    Trace trace = trace();
    CrewSize size = agents.crew(trace, cairn.screen());
    ReplayReport report =
        AgentOptions.run(
            new Replay(trace, cairn.store(), cairn.mapBytes(), size), trace, cairn.screen());
    ReplaySummary summary = new ReplaySummary(report, cairn.screen());
    if (cairn.json()) {
      summary.printJson(skipBad ? trace.skipped() : null);
    } else {
      summary.print(trace.skipped());
    }
    return summary.verdict() ? ExitCode.OK : ExitCode.PROBLEM;
  }

  private Trace trace() throws IOException, BadLineException {
    Trace.BadLines badLines = skipBad ? Trace.BadLines.SKIP : Trace.BadLines.REFUSE;
    if (file.equals(STANDARD_INPUT)) {
      return Trace.read("stdin", System.in, badLines);
    }
    Path path = UserPath.of(file);
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException("a directory is no trace: " + file);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Trace.read(file, in, badLines);
    }
  }
}
