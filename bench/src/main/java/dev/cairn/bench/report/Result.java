package dev.cairn.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cairn.bench.contender.ContenderKind;
import java.util.List;

/**
 * The figure that one store reached in one kind of measurement.
 *
 * @param jvms the number of JVMs that worked at once
 * @param threads the number of threads of each JVM
 * @param rows the number of rows in the store, if the discipline depends on it; else 0
 * @param samples the measured values, one for each iteration or run
 */
public record Result(
    Discipline discipline,
    ContenderKind contender,
    int jvms,
    int threads,
    long rows,
    List<Double> samples) {

  /** Keeps its own copy of the samples. */
  public Result {
    samples = List.copyOf(samples);
  }

  /** Returns the median of the samples. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double value() {
    return Median.of(samples);
  }

  /** Returns how the samples' figures are told. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String unit() {
    return discipline.unit.sign;
  }
}
