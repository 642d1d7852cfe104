package dev.cairn.jobs;

import dev.cairn.internal.checks.Arguments;

/**
 * Names a job of a namespace: its kind, and its number among the jobs of that kind.
 *
 * @param kind the name of the kind
 * @param number the number, from 1; a job that was submitted later has a greater one
 */
public record JobId(String kind, long number) {

  /** Refuses a name that no kind can have, and a number that is not positive. */
  public JobId {
    JobKind.requireName(kind);
    Arguments.positive("number", number);
  }

  /**
   * Reads an id from its text.
   *
   * @param text the text, as {@link #toString} returns it
   * @throws IllegalArgumentException if it is null or no such text
   */
  public static JobId parse(String text) {
    int slash = Arguments.notNull("text", text).indexOf('/');
    try {
      return new JobId(
          text.substring(0, Math.max(0, slash)),
          Long.parseLong(text, slash + 1, text.length(), 10));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is no id of a job; it is a kind, '/' and a number, such as crawl/17"
              .formatted(Arguments.quoted(text, 80)),
          e);
    }
  }

  /** Returns the kind, a slash and the number. */
  @Override
  public String toString() {
    return kind + "/" + number;
  }
}
