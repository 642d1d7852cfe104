package dev.cairn.bench.report;

/**
 * Lists the units of measured figures, and tells for each whether a larger or a smaller figure is
 * better.
 */
public enum Unit {
  /** Operations in a second, by all threads together. */
  PER_SECOND("operations/s", true),
  /** Thousandths of a second. */
  MILLISECONDS("ms", false),
  /** Millionths of a second. */
  MICROSECONDS("µs", false),
  /** Times as much. */
  RATIO("×", false),
  /** Hundredths of a whole. */
  PERCENT("%", true);

  /** The sign that is written behind a figure. */
  public final String sign;

  /** True if the larger figure is the better one. */
  public final boolean moreIsBetter;

  Unit(String sign, boolean moreIsBetter) {
    this.sign = sign;
    this.moreIsBetter = moreIsBetter;
  }

  /** Returns a figure in this unit for people, without the unit. */
  public String figure(double value) {
    return this == PER_SECOND ? Figures.compact(value) : Figures.plain(value);
  }
}
