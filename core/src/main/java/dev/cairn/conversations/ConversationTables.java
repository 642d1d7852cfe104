package dev.cairn.conversations;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.KeyPart;
import java.time.Instant;

/**
 * Defines the tables of conversations: one for message contents, one for the order of messages
 * (entries), and one for conversation summaries.
 *
 * <p>Invariant: a message has an entry, and a conversation has a summary if and only if it has
 * entries. A restore that merges two stores may break it, and leaves a summary that is wrong; reads
 * pass over entries without a message, and each write mends the summary of its conversation.
 *
 * <p>The contents of a message are a row of their own, which no move rewrites. An older program
 * that moves messages of a newer one therefore loses nothing of them.
 *
 * <p>The indexes are final. A program that does not know an index of a table must not write to it,
 * so a further order of messages would have to be a further table.
 */
final class ConversationTables {
  static final Index<EntryRow, Place> BY_PLACE =
      Index.one(
          "place", Keys.record(Place.class), row -> new Place(row.conversation(), row.position()));

  static final Index<EntryRow, MessageTime> BY_TIME =
      Index.one(
          "time",
          Keys.record(MessageTime.class),
          row -> new MessageTime(row.conversation(), row.at()));

  /**
   * The name stands before that of the messages, so that it does in a dump: one that is cut off has
   * entries without messages, and not messages that no order leads to.
   */
  static final Table<MessageKey, EntryRow> ENTRIES =
      Table.named("conversation-entries")
          .keyedBy(Keys.record(MessageKey.class))
          .holding(EntryRow.class)
          .indexedBy(BY_PLACE, BY_TIME);

  static final Table<MessageKey, MessageRow> MESSAGES =
      Table.named("conversation-messages")
          .keyedBy(Keys.record(MessageKey.class))
          .holding(MessageRow.class);

  /** The conversation ends the indexed value, so that a page of a list has an exact end. */
  static final Index<SummaryRow, LastTime> BY_LAST_TIME =
      Index.one(
          "time", Keys.record(LastTime.class), row -> new LastTime(row.lastAt(), key(row.id())));

  static final Table<String, SummaryRow> CONVERSATIONS =
      Table.named("conversations")
          .keyedBy(Keys.string())
          .holding(SummaryRow.class)
          .indexedBy(BY_LAST_TIME);

  private ConversationTables() {}

  /** Returns the key of a conversation: its id in the short form. */
  static String key(String conversation) {
    return KeyPart.shortened("conversation", conversation);
  }

  /** The key of a message. The conversation is in its short form, as everywhere in a key. */
  record MessageKey(String conversation, String id) {}

  record Place(String conversation, long position) {}

  record MessageTime(String conversation, Instant at) {}

  record LastTime(Instant at, String conversation) {}

  /**
   * The entry of a message in its conversation.
   *
   * @param conversation the key of the conversation
   * @param position orders the messages of the conversation; the key decides between equal ones
   * @param at the time of the message
   */
  record EntryRow(String conversation, long position, Instant at) {}

  /** The summary of a conversation, as {@link Conversation} describes it. */
  record SummaryRow(String id, long messages, Instant firstAt, Instant lastAt) {
    Conversation conversation() {
      return new Conversation(id, messages, firstAt, lastAt);
    }
  }
}
