package dev.cairn.bench;

import dev.cairn.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Measures Cairn against its performance goals, such as speed, allocation and disk space, and
 * prints one line for each goal.
 */
final class Comparison {
  private final PrintStream out;
  private final PrintStream progress;

  Comparison(PrintStream out, PrintStream progress) {
    this.out = out;
    this.progress = progress;
  }

  /**
   * Measures every goal, and returns whether all are met.
   *
   * @param times the number of measurements for each goal; their median counts
   */
  boolean run(List<Criterion> criteria, int times) throws InterruptedException {
    boolean allHold = true;
    for (Criterion criterion : criteria) {
      progress.println("… " + criterion.name());
      Verdict verdict = measure(criterion, times);
      out.println(verdict);
      allHold &= verdict.holds();
    }
    return allHold;
  }

  /**
   * Measures one goal. A goal that cannot be measured counts as missed, and the others are still
   * measured.
   */
  private static Verdict measure(Criterion criterion, int times) throws InterruptedException {
    try {
      return criterion.measure(times);
    } catch (IOException | RuntimeException e) {
      return new Verdict(
          criterion.name(),
          Double.NaN,
          criterion.bound(),
          criterion.wanted(),
          "",
          "not measured: " + e.getMessage());
    }
  }
}
