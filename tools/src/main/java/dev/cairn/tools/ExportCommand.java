package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.dump.DumpFile;
import dev.cairn.tools.exports.JsonLinesExport;
import dev.cairn.tools.exports.MarkdownExport;
import dev.cairn.tools.graph.GraphFile;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn export}: writes what a namespace knows to files for other programs. */
@Command(
    name = "export",
    description = {
      "Writes what the store knows to a file or folder for other programs, as it is at one moment. "
          + "cairn dump writes everything, for Cairn.",
      "",
      "  mcp       the knowledge graph as the file of the reference MCP memory server, without "
          + "times and sources",
      "  jsonl     a line of JSON for each document, site, skill, episode, entity and relation",
      "  markdown  a folder of Markdown files with front matter, for Obsidian or basic-memory",
      "",
      "The store of cairn mcp is another one than ./cairn-store, unless --store or $CAIRN_STORE "
          + "names one store for both: ~/.local/share/cairn/memory."
    },
    footer = {
      "%nExamples:",
      "  cairn export memory.jsonl",
      "  cairn export --format jsonl --collection notes | jq .text",
      "  cairn export --format markdown vault --namespace alice",
      "  cairn export memory.jsonl --store ~/.local/share/cairn/memory"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  /** Begins the names of the collections of files that {@code cairn sync} keeps. */
  private static final String REPOSITORY = "repository:";

  /** A format for other programs. */
  enum Format {
    /** The file of the reference MCP memory server. */
    MCP,
    /** Lines of JSON. */
    JSONL,
    /** A folder of Markdown files. */
    MARKDOWN
  }

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "The file, or the folder for markdown; standard output if there is none, or if it is -.")
  private String file = STANDARD_OUTPUT;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "mcp, jsonl or markdown (default: mcp).")
  private Format format = Format.MCP;

  @Option(
      names = "--collection",
      paramLabel = "C",
      split = ",",
      description =
          "The collections of documents, for jsonl and markdown (default: all but those of synced "
              + "repositories).")
  private List<String> collections = new ArrayList<>();

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
      if (format == Format.MARKDOWN) {
        if (path == null) {
          throw new IllegalArgumentException("markdown is a folder of files: name the folder");
        }
        requireEmpty(path);
        long files =
            memory.read(in -> unchecked(() -> MarkdownExport.write(in, collections(in), path)));
        tell(Map.of("files", files), Figures.count(files, "file"), false);
        return ExitCode.OK;
      }
      try (DumpFile dump = DumpFile.open(path, false)) {
        OutputStream out = new BufferedOutputStream(dump.out());
        Map<String, Long> counts = new LinkedHashMap<>();
        String summary = write(memory, out, counts);
        out.flush();
        dump.finish();
        tell(counts, summary, dump.isStandard());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return ExitCode.OK;
  }

  private String write(Memory memory, OutputStream out, Map<String, Long> counts)
      throws IOException {
    if (format == Format.JSONL) {
      long lines =
          memory.read(in -> unchecked(() -> JsonLinesExport.write(in, collections(in), out)));
      counts.put("lines", lines);
      return Figures.count(lines, "line");
    }
    Subgraph graph = memory.graph().all();
    GraphFile.write(graph, out);
    counts.put("entities", (long) graph.entities().size());
    counts.put("relations", (long) graph.relations().size());
    return "%s entities and %s"
        .formatted(
            Figures.count(graph.entities().size()),
            Figures.count(graph.relations().size(), "relation"));
  }

  private List<String> collections(Memory memory) {
    return collections.isEmpty()
        ? memory.collections().stream().filter(name -> !name.startsWith(REPOSITORY)).toList()
        : collections;
  }

  private interface Writing {
    long write() throws IOException;
  }

  private static long unchecked(Writing writing) {
    try {
      return writing.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new FileSystemException(
            folder.toString(), null, "is not empty; export to a new folder");
      }
    }
  }

  /** Prints the summary: on standard error if the export itself goes to standard output. */
  private void tell(Map<String, Long> counts, String summary, boolean standard) {
    PrintWriter out = standard ? cairn.screen().err() : cairn.screen().out();
    Path store = cairn.store().toAbsolutePath().normalize();
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("store", store.toString());
      object.put("namespace", namespace);
      object.putAll(counts);
      object.put("file", file);
      out.println(Json.line(object));
    } else if (!standard) {
      out.printf("%s in %s%nstore: %s%n", summary, file, store);
    }
  }
}
