package dev.cairn.bench.report;

import dev.cairn.bench.contender.ContenderKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of the result table: the results of all stores for one measurement and one number of JVMs
 * and threads.
 *
 * @param title for people
 * @param figures the result of each contender
 */
record Row(String title, Map<ContenderKind, Result> figures) {

  /**
   * Describes a row before its figures are known.
   *
   * @param title for people; {@code %,d} is where the number of rows in the store belongs
   * @param disciplines the disciplines to choose from: a contender's figure is of the first one
   *     that it has a result for
   * @param jvms the number of JVMs that worked at once
   * @param threads the number of threads of each JVM
   */
  record Form(String title, List<Discipline> disciplines, int jvms, int threads) {

    /** Returns the row; of several sizes of the store, the largest. */
    Row of(List<Result> results) {
      List<Result> fitting = results.stream().filter(this::fits).toList();
      long rows = fitting.stream().mapToLong(Result::rows).max().orElse(0);
      Map<ContenderKind, Result> figures = new EnumMap<>(ContenderKind.class);
      for (Discipline discipline : disciplines) {
        fitting.stream()
            .filter(result -> result.discipline() == discipline && result.rows() == rows)
            .forEach(result -> figures.putIfAbsent(column(result.contender()), result));
      }
      return new Row(String.format(Locale.ROOT, title, rows), figures);
    }

    private boolean fits(Result result) {
      return disciplines.contains(result.discipline())
          && result.jvms() == jvms
          && result.threads() == threads;
    }

    /** Cairn is one column: no row shows it with and without its cache. */
    private static ContenderKind column(ContenderKind contender) {
      return contender == ContenderKind.CAIRN_UNCACHED ? ContenderKind.CAIRN : contender;
    }
  }

  /** Returns the contender with the best figure, of two at least that do as was asked for. */
  Optional<ContenderKind> best() {
    List<ContenderKind> eligible = figures.keySet().stream().filter(this::isAsAskedFor).toList();
    Comparator<ContenderKind> byValue = Comparator.comparingDouble(this::value);
    return eligible.size() < 2
        ? Optional.empty()
        : eligible.stream().max(unit().moreIsBetter ? byValue : byValue.reversed());
  }

  /** Returns whether a contender syncs, if the discipline asks for that. */
  boolean isAsAskedFor(ContenderKind contender) {
    return contender.durable || !discipline().durable;
  }

  /** Returns how many times better one contender is than another. */
  double times(ContenderKind one, ContenderKind other) {
    return unit().moreIsBetter ? value(one) / value(other) : value(other) / value(one);
  }

  double value(ContenderKind contender) {
    return Objects.requireNonNull(figures.get(contender), contender.title).value();
  }

  Unit unit() {
    return discipline().unit;
  }

  /** All disciplines of a row are of one kind. */
  private Discipline discipline() {
    return figures.values().iterator().next().discipline();
  }
}
