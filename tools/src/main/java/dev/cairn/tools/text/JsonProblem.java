package dev.cairn.tools.text;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Explains in terms of the input line, and not of the parser, why a line is not JSON. */
public final class JsonProblem {
  private static final int SHOWN_CHARS = 20;

  private JsonProblem() {}

  /**
   * Returns a clause that completes "the line is not JSON: ".
   *
   * @param e the parser's complaint
   * @param line the line, as far as it is known
   */
  public static String of(JsonProcessingException e, String line) {
    JsonLocation location = e.getLocation();
    int column = location == null ? 0 : location.getColumnNr();
    if (e instanceof StreamConstraintsException) {
      return "it nests too deep, or has a number or a name that is too long" + at(column);
    } else if (e instanceof JsonEOFException) {
      return "it ends too early; a value has to end in the line that it begins in";
    }
    String found = wordAround(line, column);
    if (found.equals("#") || found.equals("/")) {
      return "JSON has no comments; leave out the one" + at(column);
    }
    return found.isEmpty()
        ? "there is an error" + at(column)
        : "unexpected '%s'".formatted(found) + at(column);
  }

  private static String at(int column) {
    return column > 0 ? " at column " + column : "";
  }

  /** Returns the word, or the single other character, that a column, from 1, is in or behind. */
  private static String wordAround(String line, int column) {
    int end = Math.min(column, line.length());
    if (end < 1) {
      return "";
    }
    if (!isWord(line, end - 1)) {
      // The parser stops behind a word that it does not know.
      boolean behindWord = end > 1 && Character.isLetter(line.charAt(end - 2));
      if (!behindWord) {
        return line.substring(end - 1, end);
      }
      end--;
    }
    int begin = end;
    while (begin > 0 && isWord(line, begin - 1)) {
      begin--;
    }
    while (end < line.length() && isWord(line, end)) {
      end++;
    }
    return TextTable.cut(line.substring(begin, end), SHOWN_CHARS);
  }

  private static boolean isWord(String line, int index) {
    return Character.isLetterOrDigit(line.charAt(index)) || line.charAt(index) == '_';
  }
}
