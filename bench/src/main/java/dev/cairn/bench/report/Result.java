package dev.cairn.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cairn.bench.contender.ContenderKind;
import java.util.List;

/**
 * The figure that a contender reached at a discipline.
 *
 * @param jvms how many worked at once
 * @param threads of each of them
 * @param rows what the store holds, as far as the discipline is about that; else 0
 * @param samples what was measured, a value an iteration or a run
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
