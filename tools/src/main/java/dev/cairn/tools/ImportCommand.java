package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.tools.imports.Import;
import dev.cairn.tools.imports.Mapping;
import dev.cairn.tools.imports.Source;
import dev.cairn.tools.imports.Tally;
import dev.cairn.tools.mcp.UsualStore;
import dev.cairn.tools.settings.CommandEmbedder;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.TerminalText;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn import}: brings into the store what other programs have stored. */
@Command(
    name = "import",
    description = {
      "Brings into the store what other programs have stored. The source is read as a whole first, "
          + "and is never changed; a broken one changes nothing in the store. A second import "
          + "of the same source changes nothing. Programs may have the store open. Where there is "
          + "no store, it is made.",
      "",
      "The format is recognised by the contents of the source:",
      "  mcp        memory.jsonl or memory.json of the reference MCP memory server",
      "  sites      a site memory as JSON: visits, selectors, quirks, action patterns",
      "  skills     a skill library as JSON",
      "  episodes   an episodic memory as SQLite",
      "  langgraph  the store of langgraph-checkpoint-sqlite",
      "  mem0       the history database of mem0: the memories as they are now",
      "  chroma     the folder of Chroma's persistent client: texts and metadata, no vectors",
      "  markdown   a folder of Markdown with front matter, of Obsidian or basic-memory",
      "  jsonl      lines of JSON with an id, a text and metadata",
      "  csv        a table with a line of names",
      "",
      "The store of cairn mcp is another one than ./cairn-store, unless --store or $CAIRN_STORE "
          + "names one store for both: ~/.local/share/cairn/memory."
    },
    footer = {
      "%nExamples:",
      "  cairn import memory.jsonl",
      "  cairn import ./chroma --dry-run",
      "  cairn import notes/ --collection notes --namespace alice",
      "  cairn import notes/ --embed",
      "  cairn import tickets.csv --id number --text body --metadata status,owner",
      "  cairn import memory.jsonl --store ~/.local/share/cairn/memory"
    })
final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  /** The lines of skipped contents that are printed; --json has all. */
  private static final int SHOWN_SKIPS = 20;

  @Parameters(paramLabel = "SOURCE|-", description = "The file or folder; - is standard input.")
  private String file = "";

  @Option(
      names = "--as",
      paramLabel = "FORMAT",
      description = "The format, where it is not recognised.")
  private @Nullable String format;

  @Option(
      names = "--dry-run",
      description = "Tell what would come, what not and why, and store nothing.")
  private boolean dryRun;

  @Option(
      names = "--namespace",
      paramLabel = "N",
      description = "The namespace to import into (default: the default one).")
  private String namespace = "";

  @Option(
      names = "--collection",
      paramLabel = "C",
      description = "The collection of all documents (default: one by the source or its format).")
  private @Nullable String collection;

  @Option(
      names = "--embed",
      description = {
        "Embed the documents that come, to find them by meaning too: some 5 to 20 passages a second "
            + "and processor. Those that are there already stay as they are: cairn reindex "
            + "--documents --embed."
      })
  private boolean embed;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "The column or field of the id, for csv and jsonl (default: id).")
  private @Nullable String idColumn;

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description = "The column or field of the text, for csv and jsonl (default: text).")
  private @Nullable String textColumn;

  @Option(
      names = "--metadata",
      paramLabel = "COLUMNS",
      split = ",",
      description = "The columns or fields that become metadata (default: all others).")
  private List<String> metadata = new ArrayList<>();

  private final CairnCommand cairn;

  ImportCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws IOException, BadLineException {
    Mapping mapping =
        new Mapping(
            Optional.ofNullable(idColumn),
            Optional.ofNullable(textColumn),
            metadata,
            Optional.ofNullable(collection));
    try (Source source = source()) {
      Import read = Import.read(source, Optional.ofNullable(format), mapping, Instant.now());
      tell(read, dryRun ? check(read) : into(read));
    }
    return ExitCode.OK;
  }

  private Source source() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? Source.of("stdin", System.in)
        : Source.of(file, UserPath.of(file));
  }

  private Tally into(Import read) throws IOException, BadLineException {
    try (Cairn store = embed ? CommandEmbedder.openToEmbed(cairn) : cairn.openOrMake();
        ProgressDisplay progress = cairn.screen().progress("import", read.documents())) {
      return read.into(memory(store), progress::reach);
    }
  }

  private Tally check(Import read) throws IOException, BadLineException {
    if (Files.exists(cairn.store())) {
      try (Cairn store = cairn.openToRead()) {
        return read.check(memory(store));
      }
    }
    Path nothing = Files.createTempDirectory("cairn-import-");
    try (Cairn empty = cairn.openOrMake(nothing)) {
      return read.check(memory(empty));
    } finally {
      try (Stream<Path> files = Files.list(nothing)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(nothing);
    }
  }

  private Memory memory(Cairn store) {
    return namespace.isEmpty() ? store.memory() : store.memory(namespace);
  }

  private void tell(Import read, Tally tally) {
    Path store = cairn.store().toAbsolutePath().normalize();
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("store", store.toString());
      object.put("namespace", namespace);
      object.put("format", read.format());
      object.put("dryRun", dryRun);
      object.put("counts", tally.counts());
      object.put("skipped", read.skips());
      cairn.screen().out().println(Json.line(object));
      return;
    }
    PrintWriter out = cairn.screen().out();
    out.printf("%s: %s%n", read.format(), dryRun ? "nothing is stored; this would be" : "imported");
    tally
        .counts()
        .forEach(
            (kind, count) ->
                out.printf(
                    "%s: %s added%s, %s known%n",
                    TerminalText.line(kind),
                    Figures.count(count.added()),
                    count.changed() == 0 ? "" : ", " + Figures.count(count.changed()) + " changed",
                    Figures.count(count.known())));
    List<Import.Skip> skips = read.skips();
    skips.stream()
        .limit(SHOWN_SKIPS)
        .forEach(
            skip -> out.printf("not taken: %s: %s%n", shown(skip.place()), shown(skip.reason())));
    if (skips.size() > SHOWN_SKIPS) {
      out.printf(
          "not taken: %s more; --json lists them%n", Figures.count(skips.size() - SHOWN_SKIPS));
    }
    out.printf("store: %s%n", store);
    if (cairn.storeIsDefault()) {
      out.printf("cairn mcp serves another store, unless it is told: %s%n", UsualStore.path());
    }
  }

  private static String shown(String text) {
    String line = TerminalText.line(text);
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
