package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.sites.Site;
import dev.cairn.skills.SkillQuery;
import dev.cairn.tools.display.Listing;
import dev.cairn.tools.replay.CrewSize;
import dev.cairn.tools.replay.Replay;
import dev.cairn.tools.replay.ReplayFailedException;
import dev.cairn.tools.replay.ReplayReport;
import dev.cairn.tools.replay.ReplaySummary;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.Op;
import dev.cairn.tools.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code cairn demo}: replays a built-in recording of agents' writes into a temporary store, and
 * shows the result.
 */
@Command(
    name = "demo",
    description = {
      "Replays a trace of agents on public web sites into a new temporary store, and shows what "
          + "they now share."
    },
    footer = {"%nExamples:", "  cairn demo", "  cairn demo --jvms 2 --agents 16"})
final class DemoCommand implements Callable<Integer> {
  private static final String TRACE = "demo.jsonl";
  private static final int SITES = 15;
  private static final int SKILLS = 8;
  private static final int EPISODES = 8;

  @Mixin private final AgentOptions agents = new AgentOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final CairnCommand cairn;

  DemoCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call()
      throws IOException, BadLineException, InterruptedException, ReplayFailedException {
    if (cairn.namedStore().isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "demo makes a store of its own; leave out --store");
    }
    Trace trace = trace();
    CrewSize size = agents.crew(trace, cairn.screen());
    Path store = Files.createTempDirectory("cairn-demo-").resolve("store");
    if (!cairn.json()) {
      announce(trace, size);
    }
    ReplayReport report =
        AgentOptions.run(new Replay(trace, store, cairn.mapBytes(), size), trace, cairn.screen());
    ReplaySummary summary = new ReplaySummary(report, cairn.screen());
    if (cairn.json()) {
      summary.printJson(null);
    } else {
      summary.print(trace.skipped());
      show(store);
    }
    return summary.verdict() ? ExitCode.OK : ExitCode.PROBLEM;
  }

  private static Trace trace() throws IOException, BadLineException {
    try (InputStream in =
        Objects.requireNonNull(DemoCommand.class.getResourceAsStream(TRACE), TRACE)) {
      return Trace.read(TRACE, in, Trace.BadLines.REFUSE);
    }
  }

  private void announce(Trace trace, CrewSize size) {
    long names = trace.lines().stream().map(Trace.Line::op).map(Op::agent).distinct().count();
    cairn
        .screen()
        .out()
        .printf(
            "%d agents in %d JVMs replay what they learned on the web, all into one new store.%n%n",
            names, size.jvms());
    cairn.screen().out().flush();
  }

  private void show(Path path) {
    PrintWriter out = cairn.screen().out();
    Listing listing = new Listing(cairn.screen());
    try (Cairn store = cairn.openToRead(path)) {
      Memory memory = store.memory();
      List<Site> sites = memory.sites().list(SITES);
      title("Sites, the most visited first");
      listing.sites(sites);
      if (!sites.isEmpty()) {
        title("What a language model is told of " + sites.get(0).name());
        out.println(memory.sites().promptContext(sites.get(0).name()).strip());
      }
      title("Skills, the best first");
      listing.skills(memory.skills().best(SkillQuery.atMost(SKILLS)));
      title("Episodes, the newest first");
      listing.episodes(memory.episodes().list(EPISODES));
      title(
          "All this takes %s. Look further"
              .formatted(Figures.bytes(store.statistics().store().fileBytes())));
    }
    String command = System.getProperty("cairn.command", "cairn"); // set by the launcher
    for (String verb :
        List.of("show site github.com", "list skills --tag search", "list episodes --limit 20")) {
      out.printf("  %s %s --store %s%n", command, verb, path);
    }
  }

  private void title(String text) {
    cairn.screen().out().printf("%n%s%n%n", text);
  }
}
