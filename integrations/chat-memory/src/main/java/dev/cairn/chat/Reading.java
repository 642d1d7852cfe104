package dev.cairn.chat;

import dev.cairn.conversations.Messages;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a conversation as a framework has seen them: those that one call returned to it,
 * or stored for it.
 *
 * @param foreign the ids of those that the framework has no form for, and was not given
 * @param number greater than those of all earlier readings in this JVM
 */
record Reading(Messages messages, Set<String> foreign, long number) {
  String conversation() {
    return messages.conversation();
  }

  /** Compares by number, and not the messages one by one. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reading that && number == that.number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
