package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Graph;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.graph.GraphFile;
import dev.cairn.tools.mcp.UsualStore;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn import}: adds a knowledge graph from a file to the graph in the store. */
@Command(
    name = "import",
    description = {
      "Adds the entities and relations of a file to the knowledge graph of the store: all of them "
          + "at one moment, or none. Programs may have the store open.",
      "",
      "The file is that of the reference MCP memory server, memory.jsonl or memory.json. An entity "
          + "that the store has gets the observations that it does not have yet. Where there is no "
          + "store, it is made.",
      "",
      "The store of cairn mcp is another one than ./cairn-store, unless --store or $CAIRN_STORE "
          + "names one store for both: ~/.local/share/cairn/memory."
    },
    footer = {
      "%nExamples:",
      "  cairn import memory.jsonl",
      "  cairn import ~/notes/memory.json --namespace alice",
      "  cairn import memory.jsonl --store ~/.local/share/cairn/memory"
    })
final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Parameters(paramLabel = "FILE|-", description = "The file; - is standard input.")
  private String file = "";

  @Option(
      names = "--namespace",
      paramLabel = "N",
      description = "The namespace to import into (default: the default one).")
  private String namespace = "";

  private final CairnCommand cairn;

  ImportCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  /**
   * The numbers of what an import added.
   *
   * @param entities the entities that were created
   * @param known the entities of the file that the store had
   * @param observations the observations that were added to both
   * @param relations the relations that were created
   */
  private record Added(long entities, long known, long observations, long relations) {}

  @Override
  public Integer call() throws IOException, BadLineException {
    Subgraph graph = graph();
    try (Cairn store = cairn.openOrMake()) {
      Memory memory = namespace.isEmpty() ? store.memory() : store.memory(namespace);
      tell(memory.writeAndGet(tx -> add(graph, tx.graph())));
    }
    return ExitCode.OK;
  }

  private Subgraph graph() throws IOException, BadLineException {
    if (file.equals(STANDARD_INPUT)) {
      return GraphFile.read("stdin", System.in);
    }
    Path path = UserPath.of(file);
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException("a directory is no knowledge graph: " + file);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return GraphFile.read(file, in);
    }
  }

  private static Added add(Subgraph file, Graph graph) {
    List<Entity> created = graph.create(file.entities());
    long observations = created.stream().mapToLong(each -> each.observations().size()).sum();
    Set<String> fresh = created.stream().map(Entity::name).collect(Collectors.toSet());
    for (Entity entity : file.entities()) {
      if (!fresh.remove(entity.name())) { // the store had it, or an earlier line of the file
        observations += graph.observe(entity.name(), entity.observations()).size();
      }
    }
    return new Added(
        created.size(),
        file.entities().size() - created.size(),
        observations,
        graph.relate(file.relations()).size());
  }

  private void tell(Added added) {
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("store", cairn.store().toAbsolutePath().normalize().toString());
      object.put("namespace", namespace);
      object.put("entities", added.entities());
      object.put("known", added.known());
      object.put("observations", added.observations());
      object.put("relations", added.relations());
      cairn.screen().out().println(Json.line(object));
      return;
    }
    PrintWriter out = cairn.screen().out();
    out.printf(
        "entities: %s added, %s known; observations: %s added; relations: %s added%nstore: %s%n",
        Figures.count(added.entities()),
        Figures.count(added.known()),
        Figures.count(added.observations()),
        Figures.count(added.relations()),
        cairn.store().toAbsolutePath().normalize());
    if (cairn.storeIsDefault()) {
      out.printf("cairn mcp serves another store, unless it is told: %s%n", UsualStore.path());
    }
  }
}
