package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reports that a JSON value does not fit the type in its schema; the message names the component.
 */
final class BadValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARS = 60;

  private final String path;
  private final String problem;

  BadValueException(String problem) {
    this("", problem);
  }

  private BadValueException(String path, String problem) {
    super(path.isEmpty() ? problem : path + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  /** Describes the parser's current token, which is not what was wanted. */
  static BadValueException of(JsonParser in, String wanted) throws IOException {
    String text = String.valueOf(in.getText());
    String shown = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    return new BadValueException("'%s' where %s is wanted".formatted(shown, wanted));
  }

  /** Returns the same exception with {@code part} before its path. */
  BadValueException in(String part) {
    return new BadValueException(path.isEmpty() ? part : part + " › " + path, problem);
  }
}
