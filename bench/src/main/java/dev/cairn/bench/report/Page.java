package dev.cairn.bench.report;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes the Markdown page that shows the results of a benchmark run. */
public final class Page {
  private final Recording recording;
  private final ResultTable table;
  private final List<Plot> plots;

  /** Makes the page of a recording. */
  public Page(Recording recording) {
    this.recording = recording;
    this.table = new ResultTable(recording);
    this.plots = Plot.of(recording.results());
  }

  /**
   * Returns what the project's README shows: the table, one plot, and where they come from.
   *
   * @param results the path from the README to the directory of the plots
   */
  public String summary(String results) {
    return """
        %s
        %s

        %sMeasured on %s by `bench/run --%s` on %s. All figures: [%s](%s/README.md).
        """
        .formatted(
            table.markdown(),
            legend(),
            plots.stream().limit(1).map(plot -> image(plot, results + "/")).collect(joining()),
            recording.date(),
            recording.mode(),
            recording.machine().line(),
            results,
            results);
  }

  private static String image(Plot plot, String directory) {
    return "![%s](%s%s.png)\n\n".formatted(plot.title(), directory, plot.file());
  }

  private String legend() {
    return "The best of a row is **bold**; a figure in (brackets) is of one that does not sync what is to be durable. "
        + table.lost();
  }

  /** Returns all of it. */
  String markdown() {
    return """
        # What `bench/run --%s` measured

        %s, on %s.

        %s.

        %s
        %s

        %s
        ## Syncs

        %s
        ## All figures

        Medians, with the smallest and the largest sample.

        %s%s\
        """
        .formatted(
            recording.mode(),
            recording.date(),
            recording.machine().line(),
            recording.machine().versions(),
            table.markdown(),
            legend(),
            plots.stream().map(plot -> image(plot, "")).collect(joining()),
            syncs(),
            figures(),
            failures());
  }

  private Markdown syncs() {
    Markdown rows =
        new Markdown(
            List.of("", "durable", "writes", "fdatasync, fsync, msync", "writes with O_DSYNC"));
    for (Syncs seen : recording.syncs()) {
      rows.row(
          List.of(
              seen.contender().title,
              seen.contender().durable ? "yes" : "no",
              String.valueOf(seen.writes()),
              String.valueOf(seen.calls()),
              String.valueOf(seen.syncedWrites())));
    }
    return rows;
  }

  private Markdown figures() {
    Markdown rows =
        new Markdown(
            List.of(
                "", "contender", "JVMs", "threads", "rows", "median", "smallest", "largest", "in"));
    recording.results().stream()
        .sorted(
            Comparator.comparing(Result::discipline)
                .thenComparing(Result::jvms)
                .thenComparing(Result::threads)
                .thenComparing(Result::rows)
                .thenComparing(Result::contender))
        .forEach(
            result ->
                rows.row(
                    List.of(
                        result.discipline().title,
                        result.contender().title,
                        String.valueOf(result.jvms()),
                        String.valueOf(result.threads()),
                        result.rows() == 0 ? "" : String.format(Locale.ROOT, "%,d", result.rows()),
                        result.discipline().unit.figure(result.value()),
                        result.discipline().unit.figure(smallest(result)),
                        result.discipline().unit.figure(largest(result)),
                        result.unit())));
    return rows;
  }

  private static double smallest(Result result) {
    return result.samples().stream().min(Double::compare).orElseThrow();
  }

  private static double largest(Result result) {
    return result.samples().stream().max(Double::compare).orElseThrow();
  }

  private String failures() {
    return recording.failures().isEmpty()
        ? ""
        : "\n## Not measured\n\n"
            + recording.failures().stream()
                .map(failure -> "- " + failure + "\n")
                .collect(joining());
  }
}
