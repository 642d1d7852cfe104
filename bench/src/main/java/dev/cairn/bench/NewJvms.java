package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.process.Starting;
import dev.cairn.bench.report.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how much longer a new JVM takes to open a store and read once than an empty one takes to
 * start; returns the median of seven.
 */
record NewJvms(ContenderKind contender) implements Probe {
  private static final int STARTS = 7;

  @Override
  public Figure measure() throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    try (Starting starting = new Starting(contender)) {
      for (int i = 0; i < STARTS; i++) {
        millis.add(starting.measure());
      }
    }
    return new Figure(contender.title, Median.of(millis), "ms");
  }
}
