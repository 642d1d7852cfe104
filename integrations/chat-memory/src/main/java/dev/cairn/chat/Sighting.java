package dev.cairn.chat;

import dev.cairn.conversations.Message;

/**
 * Connects a message object of a framework with the stored message that it stands for.
 *
 * @param reading the last one that the object was part of; while it is pending, the one of which
 *     the list was made
 * @param message the message in that reading, or as it is to be stored
 * @param index the place of the object among those that the message became
 * @param pending true if it is new, and the outcome of the write is not known
 */
record Sighting(Reading reading, Message message, int index, Origin origin, boolean pending) {
  /** Tells how an object became known. */
  enum Origin {
    /** A read made it, so it is part of one list: that of the caller who read. */
    READ,
    /** A caller made it, and gave it in one list, perhaps again and again. */
    GIVEN,
    /** Callers give it as a new message each time, and so it tells of no list. */
    CONSTANT
  }

  String conversation() {
    return reading.conversation();
  }

  String id() {
    return message.id().orElseThrow();
  }
}
