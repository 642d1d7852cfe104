package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.process.Starting;
import dev.cairn.bench.report.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the additional start time of a JVM that opens a store and reads once, compared with a
 * JVM that does nothing. The figure is the median of seven.
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
