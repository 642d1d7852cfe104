package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import java.util.HashMap;
import java.util.Map;

/**
 * One run of a JMH workload: the store that it measures, the number of threads, and the parameters.
 *
 * @param work the class of the workload, which has one benchmark
 * @param threads that work at once
 * @param params the values of the workload's parameters, but for the contender
 */
record Trial(Class<?> work, ContenderKind contender, int threads, Map<String, String> params) {

  /** Keeps its own copy of the parameters. */
  Trial {
    params = Map.copyOf(params);
  }

  /** A trial with the workload's own values of its parameters, which must be one each. */
  Trial(Class<?> work, ContenderKind contender, int threads) {
    this(work, contender, threads, Map.of());
  }

  /** Returns the same of another contender. */
  Trial of(ContenderKind other) {
    return new Trial(work, other, threads, params);
  }

  /** Returns the same with another number of threads. */
  Trial threads(int number) {
    return new Trial(work, contender, number, params);
  }

  /** Returns the same with a value for a parameter. */
  Trial with(String param, Object value) {
    Map<String, String> more = new HashMap<>(params);
    more.put(param, String.valueOf(value));
    return new Trial(work, contender, threads, more);
  }

  @Override
  public String toString() {
    return "%s, %s, %d %s%s"
        .formatted(
            work.getSimpleName(),
            contender.title,
            threads,
            threads == 1 ? "thread" : "threads",
            params.isEmpty() ? "" : " " + params);
  }
}
