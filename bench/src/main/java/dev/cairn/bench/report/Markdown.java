package dev.cairn.bench.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes a Markdown table, with the first column aligned to the left and the others to the right.
 */
final class Markdown {
  private final List<String> lines = new ArrayList<>();
  private final int columns;

  Markdown(List<String> titles) {
    columns = titles.size();
    lines.add(line(titles));
    lines.add("|---|" + "--:|".repeat(columns - 1));
  }

  /** Adds a row. */
  Markdown row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns + " columns");
    }
    lines.add(line(cells));
    return this;
  }

  /** Adds a row that says what the rows below it are about. */
  Markdown heading(String text) {
    List<String> cells = new ArrayList<>(Collections.nCopies(columns, ""));
    cells.set(0, "**" + text + "**");
    return row(cells);
  }

  private static String line(List<String> cells) {
    return cells.stream().map(Markdown::escaped).collect(joining(" | ", "| ", " |"));
  }

  private static String escaped(String cell) {
    return cell.replace("|", "\\|").replace("\n", " ");
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
