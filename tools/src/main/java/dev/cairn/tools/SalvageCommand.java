package dev.cairn.tools;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.NAME;

import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.SalvageOptions;
import dev.cairn.maintenance.SalvageReport;
import dev.cairn.tools.indexes.DocumentIndexes;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn salvage}: copies the readable rows of a damaged store into a new one. */
@Command(
    name = "salvage",
    description = {
      "Makes a new store of every row that a damaged one still yields, and lists what is lost.",
      "The damaged store is only read. No program may have it open."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the store was sound, and the new one holds all of it",
      "1:the new store is there, and something was wrong with the old one",
      "2:there is no store, or there are rows at DEST"
    },
    footer = {"%nExamples:", "  cairn salvage rescued", "  cairn --store damaged salvage rescued"})
final class SalvageCommand implements Callable<Integer> {
  private final CairnCommand cairn;

  @Parameters(
      paramLabel = "DEST",
      converter = UserPath.class,
      description = "The directory of the new store.")
  private Path destination = Path.of("");

  SalvageCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    SalvageReport report;
    try (ProgressDisplay progress =
        cairn.screen().progress("salvage", ProgressDisplay.UNKNOWN, ProgressDisplay.Unit.THINGS)) {
      report =
          Maintenance.salvage(
              cairn.store(),
              destination,
              SalvageOptions.defaults()
                  .withTables(Memory.tables())
                  .withMapSize(cairn.mapBytes())
                  .withProgress((step, keys) -> progress.reach(keys)));
    }
    if (cairn.json()) {
      cairn.screen().out().println(Json.line(json(report)));
    } else {
      print(report);
    }
    return report.whole() ? ExitCode.OK : ExitCode.PROBLEM;
  }

  private Map<String, Object> json(SalvageReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("store", cairn.store().toAbsolutePath().normalize());
    object.put("destination", destination.toAbsolutePath().normalize());
    object.put("version", report.version());
    object.put("whole", report.whole());
    object.put("tables", report.tables());
    object.put("missing", report.missing());
    object.put("findingCount", report.findingCount());
    object.put("findings", report.findings());
    return object;
  }

  private void print(SalvageReport report) {
    PrintWriter out = cairn.screen().out();
    TextTable table =
        new TextTable()
            .column("TABLE", NAME)
            .column("ROWS", FIGURE)
            .column("OF THEM DOUBTFUL", FIGURE)
            .column("LOST", FIGURE);
    long rows = 0;
    for (SalvageReport.TableCount count : report.tables()) {
      rows += count.rows();
      table.row(
          count.table(),
          Figures.count(count.rows()),
          Figures.count(count.doubtful()),
          Figures.count(count.lost()));
    }
    table.print(out, cairn.screen().width());
    if (report.missing() > 0) {
      out.printf(
          "%s and index entries were counted, and are nowhere to be found%n",
          Figures.count(report.missing(), "row"));
    }
    VerifyCommand.print(out, report.findings(), report.findingCount());
    out.printf(
        "%s in %s; %s%n",
        Figures.count(rows, "row"),
        destination,
        report.whole() ? "all of it" : Figures.count(report.findingCount(), "finding"));
    if (!report.whole()) {
      out.println(DocumentIndexes.REBUILD);
    }
  }
}
