package dev.cairn.bench.report;

/** Distinguishes goals that a measured figure must reach from those that it must not exceed. */
public enum Bound {
  /** As much as wanted, or more. */
  AT_LEAST("≥"),
  /** As much as wanted, or less. */
  AT_MOST("≤");

  private final String sign;

  Bound(String sign) {
    this.sign = sign;
  }

  /** Returns whether a figure is where it must be. */
  public boolean holds(double measured, double wanted) {
    return this == AT_LEAST ? measured >= wanted : measured <= wanted;
  }

  @Override
  public String toString() {
    return sign;
  }
}
