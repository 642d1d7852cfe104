package dev.cairn.repositories;

import java.util.ArrayList;
import java.util.List;

/**
 * Weighs the beginning of each line of a text as a place to cut: the less, the better. Comments
 * stay with what they stand before, since a line after a blank one weighs less than others of its
 * depth.
 */
final class CutLines {
  /**
   * The beginning of a line that is not blank.
   *
   * @param start its offset in the text
   * @param weight how much a cut before it would tear apart
   */
  record Line(int start, int weight) {}

  private static final int TAB_COLUMNS = 4;
  private static final String FENCE = "```";

  private final String text;
  private final Language.Structure structure;
  private final List<Line> lines = new ArrayList<>();

  /** The braces that are open, or 1 within a fenced block of Markdown. */
  private int depth;

  private boolean inComment;

  private CutLines(String text, Language.Structure structure) {
    this.text = text;
    this.structure = structure;
  }

  /** Returns the lines of a text that are not blank, in order. */
  static List<Line> of(String text, Language.Structure structure) {
    CutLines cut = new CutLines(text, structure);
    boolean afterBlank = true;
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      boolean blank = cut.isBlank(start, end);
      if (!blank) {
        cut.lines.add(new Line(start, 2 * cut.depthOf(start, end) + (afterBlank ? 0 : 1)));
      }
      afterBlank = blank;
      start = end + 1;
    }
    return cut.lines;
  }

  private boolean isBlank(int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private int depthOf(int start, int end) {
    return switch (structure) {
      case BRACES -> braces(start, end);
      case INDENTATION -> columns(start, end);
      case HEADINGS -> heading(start);
      case PARAGRAPHS -> 0;
    };
  }

  private int columns(int start, int end) {
    int columns = 0;
    for (int i = start; i < end && Character.isWhitespace(text.charAt(i)); i++) {
      columns += text.charAt(i) == '\t' ? TAB_COLUMNS : 1;
    }
    return columns;
  }

  /** A heading weighs nothing, a paragraph more, a line of a fenced block most. */
  private int heading(int start) {
    boolean inFence = depth > 0;
    if (text.startsWith(FENCE, start)) {
      depth = 1 - depth;
    }
    return inFence ? 2 : text.charAt(start) == '#' ? 0 : 1;
  }

  /**
   * Returns the braces that are open at the beginning of a line, and counts those in it. A literal
   * ends with its line: one that does not costs a worse cut, and no more than that.
   */
  private int braces(int start, int end) {
    int before = depth;
    char quote = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (inComment) {
        inComment = !text.startsWith("*/", i);
      } else if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (text.startsWith("//", i)) {
        break;
      } else if (text.startsWith("/*", i)) {
        inComment = true;
        i++;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth = Math.max(0, depth - 1);
      }
    }
    return before;
  }
}
