package dev.cairn.conversations;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.KeyPart;
import java.time.Instant;

/**
 * The tables of conversations: one row for each message, and one summary for each conversation.
 *
 * <p>Invariant: a conversation has a summary if and only if it has messages, and the summary counts
 * them.
 *
 * <p>A message is found by its id, and its place in the order is part of its row. So a read of the
 * last messages walks over an index, and takes the rows from the cache.
 */
final class ConversationTables {
  static final Index<StoredMessage, Place> BY_PLACE =
      Index.one(
          "place", Keys.record(Place.class), row -> new Place(row.conversation(), row.position()));

  static final Table<MessageKey, StoredMessage> MESSAGES =
      Table.named("conversation-messages")
          .keyedBy(Keys.record(MessageKey.class))
          .holding(StoredMessage.class)
          .indexedBy(BY_PLACE);

  /** The conversation ends the indexed value, so that a page of a list has an exact end. */
  static final Index<Conversation, LastTime> BY_TIME =
      Index.one(
          "time",
          Keys.record(LastTime.class),
          conversation -> new LastTime(conversation.lastAt(), key(conversation.id())));

  static final Table<String, Conversation> CONVERSATIONS =
      Table.named("conversations")
          .keyedBy(Keys.string())
          .holding(Conversation.class)
          .indexedBy(BY_TIME);

  private ConversationTables() {}

  /** Returns the key of a conversation: its id in the short form. */
  static String key(String conversation) {
    return KeyPart.shortened("conversation", conversation);
  }

  /** The key of a message. The conversation is in its short form, as everywhere in a key. */
  record MessageKey(String conversation, String id) {}

  record Place(String conversation, long position) {}

  record LastTime(Instant at, String conversation) {}

  /**
   * A message at its place.
   *
   * @param conversation the key of the conversation
   * @param position orders the messages of the conversation; there may be any distance between two
   * @param message the message, with id and time
   */
  record StoredMessage(String conversation, long position, Message message) {}
}
