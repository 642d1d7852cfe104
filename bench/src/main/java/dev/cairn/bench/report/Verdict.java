package dev.cairn.bench.report;

import java.util.Locale;

/**
 * Tells whether a measured figure meets its performance goal.
 *
 * @param name the name of the measurement, for people
 * @param measured the figure, or the ratio of two
 * @param unit of the figure; empty for a ratio
 * @param detail the values that the figure was made from
 */
public record Verdict(
    String name, double measured, Bound bound, double wanted, String unit, String detail) {
  private static final double MANY = 1000;
  private static final double SOME = 10;

  /** Returns whether it is as wanted; what could not be measured is not. */
  public boolean holds() {
    return bound.holds(measured, wanted);
  }

  /** One line: name, measured, wanted, ok or short, and the detail. */
  @Override
  public String toString() {
    String told =
        String.format(
            Locale.ROOT,
            "%-75s %9s   %s %-11s %-5s",
            name,
            withUnit(figure()),
            bound,
            withUnit(plain(wanted)),
            holds() ? "ok" : "short");
    return detail.isEmpty() ? told.stripTrailing() : told + "  (" + detail + ")";
  }

  private String withUnit(String figure) {
    return unit.isEmpty() ? figure : figure + " " + unit;
  }

  /** As few decimals as say on which side of the bound it is, and two at least of small figures. */
  private String figure() {
    int decimals = measured >= MANY ? 0 : measured >= SOME ? 1 : 2;
    String text = rounded(decimals);
    while (!Double.isNaN(measured)
        && bound.holds(Double.parseDouble(text.replace(",", "")), wanted) != holds()) {
      text = rounded(++decimals);
    }
    return text;
  }

  private String rounded(int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", measured);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.valueOf(value);
  }
}
