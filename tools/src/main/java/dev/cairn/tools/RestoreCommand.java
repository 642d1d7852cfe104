package dev.cairn.tools;

import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreBuilder.MergeReport;
import dev.cairn.tools.dump.BadDumpException;
import dev.cairn.tools.dump.DumpInput;
import dev.cairn.tools.indexes.DocumentIndexes;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.text.CountingInputStream;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn restore}: writes the rows of a dump into the store. */
@Command(
    name = "restore",
    description = {
      "Brings the rows of a dump into the store: all of them at one moment, or none. Programs may "
          + "have the store open.",
      "",
      "The dump is one of cairn dump or of LMDB's mdb_dump -a, compressed with zstd or not. Where "
          + "there is no store, it is made."
    },
    footer = {
      "%nExamples:",
      "  cairn restore agents.jsonl.zst --store new-store",
      "  mdb_dump -a old-store | cairn restore - --merge"
    })
final class RestoreCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Parameters(paramLabel = "FILE|-", description = "The dump; - is standard input.")
  private String file = "";

  /** The options that decide about rows which the store has already; one at most. */
  static final class Mode {
    @Option(
        names = "--into-empty",
        description = "Refuse a store that has rows; so it is without any of these.")
    @SuppressWarnings("UnusedVariable") // given, it keeps the others out of their group
    private boolean intoEmpty;

    @Option(names = "--merge", description = "Of rows with the same key, take the dump's.")
    private boolean merge;

    @Option(names = "--keep", description = "Of rows with the same key, keep the store's.")
    private boolean keep;

    @Option(names = "--replace", description = "Remove the rows that the dump does not have.")
    private boolean replace;

    MergeMode chosen() {
      if (merge) {
        return MergeMode.MERGE;
      } else if (keep) {
        return MergeMode.KEEP;
      }
      return replace ? MergeMode.REPLACE : MergeMode.INTO_EMPTY;
    }
  }

  @ArgGroup private @Nullable Mode mode;

  @Option(
      names = "--allow-truncated",
      description =
          "Of a dump that is cut off, or has a place that cannot be read, take the rows before it. "
              + "One that is whole and whose checksum does not match is refused all the same.")
  private boolean allowTruncated;

  private final CairnCommand cairn;

  RestoreCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws IOException, BadDumpException, InterruptedException {
    if (file.equals(STANDARD_INPUT)) {
      return restore("stdin", System.in, 0);
    }
    Path path = UserPath.of(file);
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException("a directory is no dump: " + file);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return restore(file, in, Files.size(path));
    }
  }

  private int restore(String name, InputStream raw, long size)
      throws IOException, BadDumpException, InterruptedException {
    CountingInputStream in = new CountingInputStream(raw);
    DumpInput dump = DumpInput.of(name, in, allowTruncated);
    RestoreOptions options =
        RestoreOptions.defaults()
            .withMode(mode == null ? MergeMode.INTO_EMPTY : mode.chosen())
            .withTables(Memory.tables())
            .withMapSize(cairn.mapBytes());
    String untaken;
    long rows;
    MergeReport report;
    try (StoreBuilder builder = Maintenance.restore(cairn.store(), options)) {
      try (ProgressDisplay progress =
          size > 0
              ? cairn.screen().progress("restore", size, ProgressDisplay.Unit.BYTES)
              : ProgressDisplay.silent()) {
        untaken = dump.read(builder, rowsSoFar -> progress.reach(in.count()));
      }
      rows = builder.rows();
      report = builder.finish(TIMEOUT);
    }
    tell(rows, report, untaken);
    return ExitCode.OK;
  }

  private void tell(long rows, MergeReport report, @Nullable String untaken) {
    if (untaken != null) {
      cairn
          .screen()
          .err()
          .printf(
              "cairn: %s; %s before that taken%n",
              TerminalText.line(untaken), Figures.count(rows, "row"));
    }
    if (cairn.json()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("store", cairn.store().toAbsolutePath().normalize().toString());
      object.put("rows", rows);
      object.put("added", report.added());
      object.put("changed", report.changed());
      object.put("unchanged", report.unchanged());
      object.put("kept", report.kept());
      object.put("removed", report.removed());
      object.put("truncated", untaken);
      cairn.screen().out().println(Json.line(object));
      return;
    }
    cairn
        .screen()
        .out()
        .printf(
            "%s restored: %s added, %s changed, %s unchanged, %s kept as the store had them, %s removed%n",
            Figures.count(rows, "row"),
            Figures.count(report.added()),
            Figures.count(report.changed()),
            Figures.count(report.unchanged()),
            Figures.count(report.kept()),
            Figures.count(report.removed()));
    if (mode != null && (mode.merge || mode.keep)) {
      cairn.screen().out().println(DocumentIndexes.REBUILD);
    }
  }
}
