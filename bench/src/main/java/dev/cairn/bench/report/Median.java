package dev.cairn.bench.report;

import java.util.List;

/** Computes the median of measured values, which one outlier hardly changes. */
public final class Median {
  private Median() {}

  /**
   * Returns the middle value; of an even number, the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static double of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values have no median");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
