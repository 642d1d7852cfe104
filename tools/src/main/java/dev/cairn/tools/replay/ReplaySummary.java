package dev.cairn.tools.replay;

import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TerminalText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints the outcome of a replay of recorded writes: the numbers of operations that were applied
 * and lost, and the time.
 */
public final class ReplaySummary {
  /** The most problems to print: more of them have one cause. */
  private static final int SHOWN_PROBLEMS = 10;

  private final ReplayReport report;
  private final Screen screen;

  /** Creates the summary of a report. */
  public ReplaySummary(ReplayReport report, Screen screen) {
    this.report = report;
    this.screen = screen;
  }

  /**
   * Prints one object on standard output.
   *
   * @param skipped the number of bad lines that were left out; null if none may be
   */
  public void printJson(@Nullable Integer skipped) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("jvms", report.jvms());
    object.put("agents", report.agents());
    object.put("operations", report.operations());
    object.put("applied", report.applied());
    object.put("lost", report.lost());
    object.put("seconds", rounded(report.took().toNanos() / 1e9, 1e3));
    object.put("operationsPerSecond", rounded(report.operationsPerSecond(), 10));
    object.put("commits", report.commits());
    object.put("p50Micros", report.p50Micros());
    object.put("p99Micros", report.p99Micros());
    object.put("store", report.store().toAbsolutePath().normalize().toString());
    if (skipped != null) {
      object.put("skipped", skipped);
    }
    screen.out().println(Json.line(object));
  }

  private static double rounded(double value, double scale) {
    return Math.round(value * scale) / scale;
  }

  /**
   * Prints some lines on standard output.
   *
   * @param skipped the number of bad lines that were left out
   */
  public void print(int skipped) {
    PrintWriter out = screen.out();
    out.printf(
        "%s by %s of %s in %s%n",
        Figures.count(report.applied(), "operation"),
        Figures.count(report.jvms(), "JVM"),
        Figures.count(report.agents(), "agent"),
        Figures.duration(report.took()));
    out.printf(
        "  %s a second, each on disk before its agent went on: half within %s, 99 %% within %s%n",
        Figures.count(Math.round(report.operationsPerSecond())),
        micros(report.p50Micros()),
        micros(report.p99Micros()));
    out.printf(
        "  %s, %.1f operations in each%n",
        Figures.count(report.commits(), "commit"), report.operationsPerCommit());
    if (skipped > 0) {
      out.printf("  %s left out%n", Figures.count(skipped, "bad line"));
    }
    out.println(
        report.isSound()
            ? "  nothing lost: read back, every operation is in the store exactly once"
            : "  " + Figures.count(report.lost(), "operation") + " lost");
    report.problems().stream()
        .limit(SHOWN_PROBLEMS)
        .forEach(problem -> out.println("  " + TerminalText.line(problem)));
    out.println("  store: " + report.store());
  }

  private static String micros(long micros) {
    return Figures.duration(Duration.of(micros, ChronoUnit.MICROS));
  }

  /** Tells whether nothing was lost, and complains on standard error otherwise. */
  public boolean verdict() {
    if (report.isSound()) {
      return true;
    }
    screen
        .err()
        .printf(
            "cairn: %s of %s lost, %s%s%n",
            Figures.count(report.lost()),
            Figures.count(report.operations(), "operation"),
            Figures.count(report.problems().size(), "problem"),
            report.problems().isEmpty()
                ? ""
                : "; the first: " + TerminalText.line(report.problems().get(0)));
    return false;
  }
}
