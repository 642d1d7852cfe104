package dev.cairn.tools.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows in aligned columns, and cuts texts where a terminal is too narrow for all of them.
 *
 * <p>Widths count code points; letters that terminals draw double are not accounted for.
 */
public final class TextTable {
  /** The least width that a column is cut to. */
  private static final int NARROWEST = 12;

  private static final String GAP = "  ";

  /** The ways to set a column. */
  public enum Kind {
    /** A number or a time: to the right, and never cut. */
    FIGURE,
    /** A name that other commands take: to the left, and never cut. */
    ID,
    /** A name: to the left, and cut only where it is not enough to cut the texts. */
    NAME,
    /** A text: to the left, and cut first. */
    TEXT
  }

  private record Column(String title, Kind kind) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column at the right. */
  public TextTable column(String title, Kind kind) {
    columns.add(new Column(title, kind));
    return this;
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if there are not as many cells as columns
   */
  public TextTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    List<String> row = new ArrayList<>(cells.length);
    for (Object cell : cells) {
      row.add(TerminalText.line(String.valueOf(cell)));
    }
    rows.add(row);
    return this;
  }

  /** Prints title line and rows in at most {@code width} characters a line, as far as it can. */
  public void print(PrintWriter out, int width) {
    int[] widths = widths(width);
    print(out, widths, columns.stream().map(Column::title).toList());
    for (List<String> row : rows) {
      print(out, widths, row);
    }
  }

  private void print(PrintWriter out, int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cut(cells.get(i), widths[i]);
      String padding = " ".repeat(widths[i] - length(cell));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).kind() == Kind.FIGURE ? padding + cell : cell + padding);
    }
    out.println(line.toString().stripTrailing());
  }

  private int[] widths(int width) {
    int[] widths = new int[columns.size()];
    int total = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = length(columns.get(i).title());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
      total += widths[i];
    }
    int excess = cut(widths, total - width, Kind.TEXT);
    cut(widths, excess, Kind.NAME);
    return widths;
  }

  /** Takes {@code excess} characters from the widest columns of a kind; returns the rest of it. */
  private int cut(int[] widths, int excess, Kind kind) {
    int left = excess;
    for (int widest = widest(widths, kind); left > 0 && widest >= 0; left--) {
      widths[widest]--;
      widest = widest(widths, kind);
    }
    return left;
  }

  /** Returns the widest column of a kind that can still be cut; -1 if there is none. */
  private int widest(int[] widths, Kind kind) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      boolean cuttable = columns.get(i).kind() == kind && widths[i] > NARROWEST;
      if (cuttable && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  /** Returns {@code text} in at most {@code width} characters; a cut text ends in an ellipsis. */
  public static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
