package dev.cairn.tools;

import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.stored.StoredTable;
import dev.cairn.tools.dump.DumpFile;
import dev.cairn.tools.dump.JsonDumpWriter;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn dump}: writes all rows of a store, as they are at one moment, to a file. */
@Command(
    name = "dump",
    description = {
      "Writes the rows of the store to a file, as they are at one moment; programs may go on "
          + "writing to the store.",
      "",
      "A line of JSON a row, between a header and a trailer with a checksum, which cairn restore "
          + "reads. Format mdb is that of LMDB's own mdb_dump -a, which mdb_load reads."
    },
    footer = {
      "%nExamples:",
      "  cairn dump agents.jsonl.zst",
      "  cairn dump --table sites --namespace alice | grep example.com",
      "  cairn dump --format mdb | mdb_load other-store"
    })
final class DumpCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final int SHOWN_NAMESPACES = 20;

  /** The formats of a dump. */
  enum Format {
    /** Lines of JSON. */
    JSONL,
    /** The format of LMDB's own tools. */
    MDB
  }

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The file; standard output if there is none, or if it is -.")
  private String file = STANDARD_OUTPUT;

  @Option(
      names = "--table",
      paramLabel = "T",
      description = "Only this table; may be given several times.")
  private List<String> tables = List.of();

  @Option(
      names = "--namespace",
      paramLabel = "N",
      description = "Only this namespace; '' is the default one.")
  private @Nullable String namespace;

  @Option(names = "--zstd", description = "Compress, which a name that ends in .zst also asks for.")
  private boolean zstd;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.JSONL;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final CairnCommand cairn;

  DumpCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws IOException {
    if (format == Format.MDB && (!tables.isEmpty() || namespace != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--format mdb has the whole store: leave out --table and --namespace");
    }
    Path path = file.equals(STANDARD_OUTPUT) ? null : UserPath.of(file);
    try (StoreContents contents =
        Maintenance.contents(
            cairn.store(), ContentsOptions.defaults().withMapSize(cairn.mapBytes()))) {
      List<StoredTable> chosen = chosen(contents);
      requireNamespace(contents);
      try (DumpFile dump = DumpFile.open(path, zstd);
          ProgressDisplay progress = cairn.screen().progress("dump", contents.entries())) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("store", cairn.store().toAbsolutePath().normalize().toString());
        summary.put("version", contents.version());
        summary.put("format", format.name().toLowerCase(Locale.ROOT));
        if (format == Format.MDB) {
          summary.put(
              "entries", contents.writeMdbDump(dump.out(), (step, done) -> progress.reach(done)));
        } else {
          Map<String, Long> counts =
              new JsonDumpWriter(contents, chosen, namespace).write(dump.out(), progress::reach);
          summary.put("rows", counts.values().stream().mapToLong(count -> count).sum());
          summary.put("tables", counts);
        }
        dump.finish();
        summary.put("file", file);
        tell(summary, dump.isStandard());
      }
    }
    return ExitCode.OK;
  }

  private List<StoredTable> chosen(StoreContents contents) {
    List<StoredTable> all = contents.tables().all();
    for (String name : tables) {
      if (all.stream().noneMatch(table -> table.name().equals(name))) {
        throw new IllegalArgumentException(
            "the store has no table '%s'; it has %s"
                .formatted(name, String.join(", ", all.stream().map(StoredTable::name).toList())));
      }
    }
    return tables.isEmpty()
        ? all
        : all.stream().filter(table -> tables.contains(table.name())).toList();
  }

  /** Refuses a namespace without rows: its empty dump would look like a backup. */
  private void requireNamespace(StoreContents contents) {
    String wanted = namespace;
    if (wanted == null || wanted.isEmpty()) {
      return;
    }
    Set<String> known = new TreeSet<>();
    for (StoredTable table : contents.tables().all()) {
      try (RowCursor rows = contents.rows(table, wanted)) {
        if (rows.next()) {
          return;
        }
      }
    }
    for (StoredTable table : contents.tables().all()) {
      try (RowCursor rows = contents.rows(table)) {
        while (rows.next()) {
          known.add(rows.row().namespace());
        }
      }
    }
    throw new IllegalArgumentException(
        "the store has no namespace %s; it has %s"
            .formatted(
                Json.line(wanted),
                known.isEmpty()
                    ? "no rows"
                    : known.stream()
                        .limit(SHOWN_NAMESPACES)
                        .map(Json::line)
                        .collect(Collectors.joining(", "))));
  }

  /** Prints the summary: on standard error if the dump itself goes to standard output. */
  private void tell(Map<String, Object> summary, boolean standard) {
    PrintWriter out = standard ? cairn.screen().err() : cairn.screen().out();
    if (cairn.json()) {
      out.println(Json.line(summary));
    } else if (!standard) {
      boolean rows = summary.containsKey("rows");
      long count = ((Number) summary.getOrDefault(rows ? "rows" : "entries", 0L)).longValue();
      out.printf(
          "%s of version %s in %s%n",
          rows ? Figures.count(count, "row") : Figures.count(count) + " entries",
          Figures.count(((Number) summary.getOrDefault("version", 0L)).longValue()),
          file);
    }
  }
}
