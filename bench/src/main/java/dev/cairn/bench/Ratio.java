package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What is wanted of one benchmark beside another.
 *
 * @param name what is compared, for people
 * @param work the class of the workload
 * @param ours who stands above the fraction bar
 * @param theirs who stands below
 * @param params the values of the workload's parameters
 * @param bound whether the ratio must reach {@code wanted} or stay within it
 * @param wanted the bound itself
 */
record Ratio(
    String name,
    Class<?> work,
    ContenderKind ours,
    ContenderKind theirs,
    Map<String, String> params,
    Bound bound,
    double wanted) {

  /** On which side of the wanted ratio the measured one must be. */
  enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /**
   * What was measured; medians of the pairs.
   *
   * @param ratio the median of the ratios, which is not the ratio of the medians
   * @param unit of the scores
   */
  record Measured(Ratio of, double ratio, double ours, double theirs, String unit) {

    boolean holds() {
      return of.bound == Bound.AT_LEAST ? ratio >= of.wanted : ratio <= of.wanted;
    }

    /** Name, measured, wanted, ok or short, and the two scores. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-62s %6.2f   %s %-5s %-5s  (%,.0f and %,.0f %s)",
          of.name,
          ratio,
          of.bound.sign,
          of.wanted,
          holds() ? "ok" : "short",
          ours,
          theirs,
          unit);
    }
  }

  /**
   * Measures in pairs: a fork of the one and at once a fork of the other, each first by turns, so
   * that what else the machine does falls on both.
   */
  Measured measure(int pairs) throws RunnerException {
    double[] ourScores = new double[pairs];
    double[] theirScores = new double[pairs];
    double[] ratios = new double[pairs];
    String unit = "";
    for (int i = 0; i < pairs; i++) {
      boolean oursFirst = i % 2 == 0;
      Score first = run(oursFirst ? ours : theirs);
      Score second = run(oursFirst ? theirs : ours);
      ourScores[i] = (oursFirst ? first : second).value;
      theirScores[i] = (oursFirst ? second : first).value;
      ratios[i] = ourScores[i] / theirScores[i];
      unit = first.unit;
    }
    return new Measured(this, median(ratios), median(ourScores), median(theirScores), unit);
  }

  private record Score(double value, String unit) {}

  private Score run(ContenderKind contender) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(work.getName() + "."))
            .param("contender", contender.name())
            .forks(1)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    params.forEach(options::param);
    var result = new Runner(options.build()).runSingle().getPrimaryResult();
    // The median iteration, not the mean: something else may have run during some of them.
    return new Score(result.getStatistics().getPercentile(50), result.getScoreUnit());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
