package dev.cairn.conversations;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;

/**
 * The summary of one conversation: its number of messages and their times; immutable.
 *
 * @param id the id, of any length
 * @param messages the number of messages that it has
 * @param firstAt the earliest time of its messages
 * @param lastAt the latest time of its messages
 */
public record Conversation(String id, long messages, Instant firstAt, Instant lastAt) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, the id blank, the number of messages not
   *     positive, or the last time before the first
   */
  public Conversation {
    Arguments.notBlank("id", id);
    Arguments.positive("messages", messages);
    Arguments.notNull("firstAt", firstAt);
    if (Arguments.notNull("lastAt", lastAt).isBefore(firstAt)) {
      throw new IllegalArgumentException("lastAt " + lastAt + " is before firstAt " + firstAt);
    }
  }
}
