package dev.cairn.bench.report;

import dev.cairn.bench.contender.ContenderKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The result table of a benchmark run: one row for each workload, one column for each store, the
 * best figure bold.
 */
final class ResultTable {
  private static final int MANY = 64;

  private record Part(String title, List<Row.Form> rows) {}

  private record Section(String title, List<Row> rows) {}

  private static final List<Part> PARTS =
      List.of(
          new Part(
              "Reads a second",
              List.of(
                  row("record by key", 1, Discipline.CACHED_READ, Discipline.READ),
                  row("record by key, 64 threads", MANY, Discipline.CACHED_READ, Discipline.READ),
                  row("record by key, Cairn's cache off", 1, Discipline.READ),
                  row("the same among %,d", 1, Discipline.SIZED_READ),
                  row("record by key, another JVM writing", 1, Discipline.READ_BESIDE_WRITER),
                  row("commits of that other JVM, of 1,000 wanted", 1, Discipline.COMMITS_BESIDE),
                  row(
                      "selector by URL and purpose; Caffeine: by its key",
                      1,
                      Discipline.SELECTOR_READ),
                  row("50 records of a prefix", 1, Discipline.PREFIX_SCAN),
                  row("prompt context of 50 selectors", 1, Discipline.PROMPT_CONTEXT),
                  row("newest 20 of %,d episodes", 1, Discipline.NEWEST_EPISODES))),
          new Part(
              "Durable writes a second",
              List.of(
                  row("put", 1, Discipline.DURABLE_WRITE),
                  row("put, 64 threads", MANY, Discipline.DURABLE_WRITE),
                  row(
                      "put, one thread that does not wait; others: queued, and all that wait in one commit",
                      1,
                      Discipline.PIPELINED_WRITE),
                  row("`recordVisit`", 1, Discipline.VISIT),
                  row("`recordVisit`, 64 threads", MANY, Discipline.VISIT),
                  new Row.Form(
                      "`recordVisit`, 4 JVMs of 16 threads",
                      List.of(Discipline.VISIT_BY_JVMS),
                      4,
                      MANY / 4),
                  row("95 %% reads, 5 %% updates, 64 threads", MANY, Discipline.MIXED))),
          new Part(
              "Less is better",
              List.of(
                  row("`recordVisit`, 64 threads, p99 in µs", MANY, Discipline.VISIT_P99),
                  row("open and first read in a new JVM, ms", 1, Discipline.FIRST_READ),
                  row("disk for a byte of %,d records", 1, Discipline.SPACE))));

  private final List<Section> sections = new ArrayList<>();
  private final Map<ContenderKind, Syncs> syncs = new EnumMap<>(ContenderKind.class);
  private final Set<ContenderKind> columns = EnumSet.noneOf(ContenderKind.class);

  ResultTable(Recording recording) {
    recording.syncs().forEach(seen -> syncs.put(seen.contender(), seen));
    for (Part part : PARTS) {
      List<Row> rows =
          part.rows().stream()
              .map(row -> row.of(recording.results()))
              .filter(row -> !row.figures().isEmpty())
              .toList();
      if (!rows.isEmpty()) {
        sections.add(new Section(part.title(), rows));
      }
      rows.forEach(row -> columns.addAll(row.figures().keySet()));
    }
  }

  /** A row of one JVM. */
  private static Row.Form row(String title, int threads, Discipline... disciplines) {
    return new Row.Form(title, List.of(disciplines), 1, threads);
  }

  /** Returns the table in Markdown. */
  String markdown() {
    Markdown table = new Markdown(cells("", column -> column.title));
    table.row(cells("durable", column -> column.durable ? "yes" : "no"));
    if (!syncs.isEmpty()) {
      table.row(cells("syncs a write, counted", this::syncsPerWrite));
    }
    table.row(cells("several processes may write", column -> column.shared ? "yes" : "no"));
    for (Section section : sections) {
      table.heading(section.title());
      section.rows().forEach(row -> table.row(cells(row.title(), column -> cell(row, column))));
    }
    return table.toString();
  }

  private List<String> cells(String title, Function<ContenderKind, String> cell) {
    List<String> cells = new ArrayList<>(List.of(title));
    columns.forEach(column -> cells.add(cell.apply(column)));
    return cells;
  }

  /** The few that opening and closing make are rounded away. */
  private String syncsPerWrite(ContenderKind contender) {
    Syncs seen = syncs.get(contender);
    return seen == null
        ? ""
        : String.valueOf(Math.round((double) (seen.calls() + seen.syncedWrites()) / seen.writes()));
  }

  private static String cell(Row row, ContenderKind column) {
    if (!row.figures().containsKey(column)) {
      return "";
    }
    String figure = row.unit().figure(row.value(column));
    if (!row.isAsAskedFor(column)) {
      return "(" + figure + ")";
    }
    return row.best().filter(best -> best == column).isPresent() ? "**" + figure + "**" : figure;
  }

  /** Returns a sentence that says where another contender is better than Cairn, and how far. */
  String lost() {
    List<String> lost = new ArrayList<>();
    int shared = 0;
    for (Section section : sections) {
      for (Row row : section.rows()) {
        ContenderKind best = row.best().orElse(null);
        if (best != null && row.figures().containsKey(ContenderKind.CAIRN)) {
          shared++;
          if (best != ContenderKind.CAIRN) {
            lost.add(
                String.format(
                    Locale.ROOT,
                    "%s (%s, %.1f times)",
                    row.title(),
                    best.title,
                    row.times(best, ContenderKind.CAIRN)));
          }
        }
      }
    }
    return lost.isEmpty()
        ? "Cairn is the best in all %d rows with others.".formatted(shared)
        : "Of the %d rows with others, Cairn loses %d: %s."
            .formatted(shared, lost.size(), String.join("; ", lost));
  }
}
