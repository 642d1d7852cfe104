package dev.cairn.tools;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.NAME;

import dev.cairn.Memory;
import dev.cairn.maintenance.Finding;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.maintenance.VerifyReport;
import dev.cairn.tools.indexes.DocumentIndexes;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.TerminalText;
import dev.cairn.tools.text.TextTable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code cairn verify}: checks the rows, index entries and pages of a store, and lists the damage.
 * With {@code --deep} it checks the free pages, too.
 */
@Command(
    name = "verify",
    description = {
      "Checks every row, index entry and page in use, and reports what is damaged;",
      "and, if nothing is, compares the indexes of documents with the documents.",
      "The store may be in use, and it may be so damaged that nothing else opens it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the store is sound",
      "1:the store is damaged, or could not be checked",
      "2:the arguments are wrong, or the store cannot be opened"
    },
    footer = {"%nExamples:", "  cairn verify", "  cairn verify --deep --json"})
final class VerifyCommand implements Callable<Integer> {
  private final CairnCommand cairn;

  @Option(
      names = "--deep",
      description = "Look at every page of the file and at the list of free pages, too.")
  private boolean deep;

  VerifyCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    cairn.refuseMapSize("verify reads the file without LMDB");
    VerifyReport report;
    try (ProgressDisplay progress =
        cairn.screen().progress("verify", ProgressDisplay.UNKNOWN, ProgressDisplay.Unit.THINGS)) {
      VerifyOptions depth = deep ? VerifyOptions.deep() : VerifyOptions.shallow();
      report =
          Maintenance.verify(
              cairn.store(),
              depth
                  .withTables(Memory.tables())
                  .withProgress((step, entries) -> progress.reach(entries)));
    }
    report = report.sound() ? withDocuments(report) : report;
    if (cairn.json()) {
      cairn.screen().out().println(Json.line(json(report)));
    } else {
      print(report);
    }
    return report.sound() ? ExitCode.OK : ExitCode.PROBLEM;
  }

  /** Adds the faults of the indexes of documents, for which the store has to be opened. */
  private VerifyReport withDocuments(VerifyReport report) {
    List<Finding> findings = DocumentIndexes.check(cairn);
    return findings.isEmpty()
        ? report
        : new VerifyReport(
            report.version(),
            report.tables(),
            report.changes(),
            report.pages(),
            findings.size(),
            findings);
  }

  private Map<String, Object> json(VerifyReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("store", cairn.store().toAbsolutePath().normalize());
    object.put("version", report.version());
    object.put("sound", report.sound());
    object.put("deep", deep);
    object.put("tables", report.tables());
    object.put("changes", report.changes());
    object.put("pages", report.pages());
    object.put("findingCount", report.findingCount());
    object.put("findings", report.findings());
    return object;
  }

  private void print(VerifyReport report) {
    PrintWriter out = cairn.screen().out();
    TextTable table =
        new TextTable()
            .column("TABLE", NAME)
            .column("ROWS", FIGURE)
            .column("INDEX ENTRIES", FIGURE)
            .column("ROWS COMPARED WITH INDEX", NAME);
    for (VerifyReport.TableCount count : report.tables()) {
      table.row(
          count.table(),
          Figures.count(count.rows()),
          Figures.count(count.entries()),
          count.typed() ? "yes" : "entries only");
    }
    table.print(out, cairn.screen().width());
    out.printf(
        "version %s, %s of the change log%n",
        Figures.count(report.version()), Figures.count(report.changes(), "row"));
    VerifyReport.PageCount pages = report.pages();
    if (pages != null) {
      out.printf(
          "%s of %s: %s in use, %s free%n",
          Figures.count(pages.total(), "page"),
          Figures.bytes(pages.pageBytes()),
          Figures.count(pages.inUse()),
          Figures.count(pages.free()));
    }
    print(out, report.findings(), report.findingCount());
    out.println(report.sound() ? "sound" : Figures.count(report.findingCount(), "finding"));
  }

  /** Prints each finding on a line of its own, and the number of findings left out. */
  static void print(PrintWriter out, List<Finding> findings, long count) {
    for (Finding finding : findings) {
      out.println(TerminalText.line(finding.toString()));
    }
    if (count > findings.size()) {
      out.printf("and %s more%n", Figures.count(count - findings.size()));
    }
  }
}
