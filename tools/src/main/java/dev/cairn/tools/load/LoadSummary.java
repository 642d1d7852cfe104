package dev.cairn.tools.load;

import dev.cairn.tools.load.LoadReport.Bar;
import dev.cairn.tools.load.LoadReport.FailureCount;
import dev.cairn.tools.load.LoadReport.Times;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TerminalText;
import dev.cairn.tools.text.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Prints the outcome of a load test. */
final class LoadSummary {
  private static final int LONGEST_BAR = 40;
  private static final int SHOWN_FAILURES = 10;

  private final LoadReport report;
  private final Screen screen;

  LoadSummary(LoadReport report, Screen screen) {
    this.report = report;
    this.screen = screen;
  }

  void printJson() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("users", report.users());
    object.put("jvms", report.jvms());
    object.put("seconds", report.took());
    object.put("operations", report.operations());
    object.put("operationsPerSecond", report.operationsPerSecond());
    object.put("lost", report.lost());
    object.put("all", json(report.all()));
    object.put("byOperation", report.byOperation().stream().map(LoadSummary::json).toList());
    object.put("failures", report.failures());
    List<Object> bars = new ArrayList<>();
    for (Bar bar : report.histogram()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("upToMicros", micros(bar.upTo()));
      each.put("count", bar.count());
      bars.add(each);
    }
    object.put("histogram", bars);
    screen.out().println(Json.line(object));
  }

  private static Map<String, Object> json(Times times) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("operation", times.operation());
    object.put("count", times.count());
    object.put("inVain", times.inVain());
    object.put("failed", times.failed());
    object.put("p50Micros", micros(times.p50()));
    object.put("p90Micros", micros(times.p90()));
    object.put("p99Micros", micros(times.p99()));
    object.put("p999Micros", micros(times.p999()));
    object.put("maxMicros", micros(times.max()));
    return object;
  }

  private static double micros(Duration time) {
    return Math.round(time.toNanos() / 100.0) / 10.0;
  }

  void print() {
    PrintWriter out = screen.out();
    out.printf(
        "%s of %s in %s in %s: %s a second%n%n",
        Figures.count(report.operations(), "operation"),
        Figures.count(report.users(), "user"),
        Figures.count(report.jvms(), "JVM"),
        Figures.duration(report.took()),
        Figures.count(Math.round(report.operationsPerSecond())));
    printTimes(out);
    out.println();
    printHistogram(out);
    out.println();
    for (FailureCount each : report.failures().stream().limit(SHOWN_FAILURES).toList()) {
      out.printf(
          "%s of %s: %s, such as: %s%n",
          Figures.count(each.count(), "failure"),
          each.operation(),
          each.kind(),
          TerminalText.line(each.example()));
    }
    out.println(lost());
  }

  private String lost() {
    if (report.lost() > 0) {
      return Figures.count(report.lost(), "acknowledged row") + " lost";
    }
    return report.failures().isEmpty()
        ? "nothing lost: all visits, episodes, documents and finished jobs are in the store"
        : "no row is missing, which is not certain: an operation that failed may have been stored all the same, and hide the loss of another";
  }

  private void printTimes(PrintWriter out) {
    TextTable table = new TextTable().column("operation", TextTable.Kind.ID);
    for (String title :
        List.of(
            "count",
            "a second",
            "half",
            "90 %",
            "99 %",
            "99.9 %",
            "longest",
            "in vain",
            "failed")) {
      table.column(title, TextTable.Kind.FIGURE);
    }
    report.byOperation().forEach(each -> row(table, each));
    row(table, report.all());
    table.print(out, screen.width());
  }

  private void row(TextTable table, Times times) {
    double seconds = report.took().toNanos() / 1e9;
    table.row(
        times.operation(),
        Figures.count(times.count()),
        Figures.count(Math.round(times.count() / seconds)),
        time(times, times.p50()),
        time(times, times.p90()),
        time(times, times.p99()),
        time(times, times.p999()),
        time(times, times.max()),
        Figures.count(times.inVain()),
        Figures.count(times.failed()));
  }

  private static String time(Times times, Duration time) {
    return times.count() == 0 ? "–" : Figures.duration(time);
  }

  private void printHistogram(PrintWriter out) {
    long most = report.histogram().stream().mapToLong(Bar::count).max().orElse(1);
    TextTable table =
        new TextTable()
            .column("up to", TextTable.Kind.FIGURE)
            .column("operations", TextTable.Kind.FIGURE)
            .column("", TextTable.Kind.ID);
    for (Bar bar : report.histogram()) {
      int length = (int) Math.ceil((double) LONGEST_BAR * bar.count() / most);
      table.row(Figures.duration(bar.upTo()), Figures.count(bar.count()), "█".repeat(length));
    }
    table.print(out, screen.width());
  }

  /** Returns the exit code, and complains on standard error if it is not 0. */
  int verdict() {
    if (report.isSound()) {
      return CommandLine.ExitCode.OK;
    }
    screen
        .err()
        .printf(
            "cairn: %s failed and %s lost%n",
            Figures.count(report.all().failed(), "operation"), Figures.count(report.lost(), "row"));
    return CommandLine.ExitCode.SOFTWARE;
  }
}
