package dev.cairn.conversations;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The messages that one read of a conversation returned, with which a later merge compares the
 * caller's new list.
 *
 * <p>It is an unmodifiable list in the order of the conversation, and equal to any list of the same
 * messages. Only reads and {@linkplain Conversations#merge merges} return one. Immutable, and so
 * safe for use by several threads.
 */
public final class Messages extends AbstractList<Message> implements RandomAccess {
  private final String conversation;
  private final List<Message> messages;
  private final boolean toEnd;

  /**
   * Makes what a read returned.
   *
   * @param toEnd whether the conversation ended with these messages when they were read
   */
  Messages(String conversation, List<Message> messages, boolean toEnd) {
    this.conversation = conversation;
    this.messages = List.copyOf(messages);
    this.toEnd = toEnd;
  }

  /** Returns the id of the conversation that was read. */
  public String conversation() {
    return conversation;
  }

  boolean isToEnd() {
    return toEnd;
  }

  /**
   * Returns a message.
   *
   * @throws IndexOutOfBoundsException if there are not so many
   */
  @Override
  public Message get(int index) {
    return messages.get(index);
  }

  /** Returns the number of messages. */
  @Override
  public int size() {
    return messages.size();
  }
}
