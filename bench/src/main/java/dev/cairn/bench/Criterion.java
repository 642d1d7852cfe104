package dev.cairn.bench;

import dev.cairn.bench.Probe.Figure;
import dev.cairn.bench.report.Bound;
import dev.cairn.bench.report.Figures;
import dev.cairn.bench.report.Median;
import dev.cairn.bench.report.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A performance goal: a bound for one measured figure, or for the ratio of two.
 *
 * @param name the name of the goal, for people
 * @param ours the figure, or the numerator of the ratio
 * @param theirs the denominator of the ratio; null if the goal is for one figure
 * @param bound whether it must reach {@code wanted} or stay within it
 * @param wanted the bound itself
 */
record Criterion(String name, Probe ours, @Nullable Probe theirs, Bound bound, double wanted) {

  /** Measures several times; the median counts. */
  Verdict measure(int times) throws IOException, InterruptedException {
    return theirs == null ? figure(times) : ratio(theirs, times);
  }

  private Verdict figure(int times) throws IOException, InterruptedException {
    List<Double> values = new ArrayList<>();
    Figure figure = ours.measure();
    values.add(figure.value());
    while (values.size() < times) {
      values.add(ours.measure().value());
    }
    return new Verdict(name, Median.of(values), bound, wanted, figure.unit(), figure.of());
  }

  /**
   * Measures in pairs: the one and at once the other, each first by turns, so that what else the
   * machine does falls on both. The median of the ratios is not the ratio of the medians.
   */
  private Verdict ratio(Probe theirs, int pairs) throws IOException, InterruptedException {
    List<Double> ourValues = new ArrayList<>();
    List<Double> theirValues = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    String detail = "";
    for (int i = 0; i < pairs; i++) {
      boolean oursFirst = i % 2 == 0;
      Figure first = (oursFirst ? ours : theirs).measure();
      Figure second = (oursFirst ? theirs : ours).measure();
      Figure our = oursFirst ? first : second;
      Figure their = oursFirst ? second : first;
      ourValues.add(our.value());
      theirValues.add(their.value());
      ratios.add(our.value() / their.value());
      detail =
          "%s %s and %s %s %s"
              .formatted(
                  our.of(),
                  Figures.compact(Median.of(ourValues)),
                  their.of(),
                  Figures.compact(Median.of(theirValues)),
                  their.unit());
    }
    return new Verdict(name, Median.of(ratios), bound, wanted, "", detail);
  }
}
