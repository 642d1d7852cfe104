package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.dump.DumpFile;
import dev.cairn.tools.graph.GraphFile;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn export}: writes a namespace's knowledge graph to a file for other programs. */
@Command(
    name = "export",
    description = {
      "Writes the knowledge graph of the store to a file, as it is at one moment.",
      "",
      "The file is that of the reference MCP memory server, a line of JSON for each entity and each "
          + "relation, without times and sources. cairn dump writes everything.",
      "",
      "The store of cairn mcp is another one than ./cairn-store, unless --store or $CAIRN_STORE "
          + "names one store for both: ~/.local/share/cairn/memory."
    },
    footer = {
      "%nExamples:",
      "  cairn export memory.jsonl",
      "  cairn export --namespace alice | grep Acme",
      "  cairn export memory.jsonl --store ~/.local/share/cairn/memory"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The file; standard output if there is none, or if it is -.")
  private String file = STANDARD_OUTPUT;

  @Option(
      names = "--namespace",
      paramLabel = "N",
      description = "The namespace to export (default: the default one).")
  private String namespace = "";

  private final CairnCommand cairn;

  ExportCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws IOException {
    Path path = file.equals(STANDARD_OUTPUT) ? null : UserPath.of(file);
    try (Cairn store = cairn.openToRead()) {
      Memory memory = namespace.isEmpty() ? store.memory() : store.memory(namespace);
      Subgraph graph = memory.graph().all();
      try (DumpFile dump = DumpFile.open(path, false)) {
        OutputStream out = new BufferedOutputStream(dump.out());
        GraphFile.write(graph, out);
        out.flush();
        dump.finish();
        tell(graph, dump.isStandard());
      }
    }
    return ExitCode.OK;
  }

  /** Prints the summary: on standard error if the graph itself goes to standard output. */
  private void tell(Subgraph graph, boolean standard) {
    PrintWriter out = standard ? cairn.screen().err() : cairn.screen().out();
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("store", cairn.store().toAbsolutePath().normalize().toString());
      object.put("namespace", namespace);
      object.put("entities", graph.entities().size());
      object.put("relations", graph.relations().size());
      object.put("file", file);
      out.println(Json.line(object));
    } else if (!standard) {
      out.printf(
          "%s entities and %s in %s%nstore: %s%n",
          Figures.count(graph.entities().size()),
          Figures.count(graph.relations().size(), "relation"),
          file,
          cairn.store().toAbsolutePath().normalize());
    }
  }
}
