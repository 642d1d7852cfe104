package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;
import static dev.cairn.conversations.ConversationTables.ENTRIES;
import static dev.cairn.conversations.ConversationTables.MESSAGES;

import dev.cairn.conversations.ConversationTables.EntryRow;
import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.conversations.ConversationTables.SummaryRow;
import dev.cairn.conversations.Entries.Entry;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Changes the messages of one conversation within a transaction, and then updates the
 * conversation's summary.
 *
 * <p>Callers read whatever they need before their first change. A row that cannot be read then
 * fails a call that has changed nothing, and the transaction that it joined may go on.
 */
final class ConversationRows {
  private final WriteTransaction tx;
  private final String id;
  private final String key;
  private final Entries entries;

  /** The number of messages, as far as the summary was right. */
  private long messages;

  ConversationRows(WriteTransaction tx, String id) {
    this.tx = tx;
    this.id = id;
    this.key = ConversationTables.key(id);
    this.entries = new Entries(tx, key);
    Optional<SummaryRow> summary = tx.get(CONVERSATIONS, key);
    // A summary whose times are wrong is that of one of two stores that were merged.
    boolean right =
        summary.map(SummaryRow::firstAt).equals(entries.firstAt())
            && summary.map(SummaryRow::lastAt).equals(entries.lastAt());
    messages = right ? summary.map(SummaryRow::messages).orElse(0L) : entries.count();
  }

  /**
   * A stored message and its entry.
   *
   * @param entry its place
   */
  record Stored(Entry entry, Message message) {}

  Entries entries() {
    return entries;
  }

  /** Returns a message; empty if a part of it is missing, and then it can be put again. */
  Optional<Stored> get(String messageId) {
    return entries
        .find(messageId)
        .flatMap(
            entry ->
                tx.get(MESSAGES, messageKey(messageId))
                    .map(row -> new Stored(entry, row.message(messageId))));
  }

  private MessageKey messageKey(String messageId) {
    return new MessageKey(key, messageId);
  }

  /** Stores a message, which has id and time, at a position. */
  void put(Message message, long position) {
    MessageKey messageKey = messageKey(message.id().orElseThrow());
    if (tx.get(ENTRIES, messageKey).isEmpty()) {
      messages++;
    }
    Instant at = message.at().orElseThrow();
    tx.put(MESSAGES, messageKey, MessageRow.of(message));
    tx.put(ENTRIES, messageKey, new EntryRow(key, position, at));
  }

  /** Gives a message, which is stored, another position; what it says is not touched. */
  void move(String messageId, long position) {
    MessageKey messageKey = messageKey(messageId);
    Instant at = tx.get(ENTRIES, messageKey).orElseThrow().at();
    tx.put(ENTRIES, messageKey, new EntryRow(key, position, at));
  }

  void remove(String messageId) {
    tx.remove(MESSAGES, messageKey(messageId));
    if (tx.remove(ENTRIES, messageKey(messageId))) {
      messages--;
    }
  }

  /** Removes all messages and the summary, and returns how many messages there were. */
  int clear() {
    Set<String> ids = new LinkedHashSet<>(entries.all().map(Entry::id).toList());
    Scan all = Scan.prefix(key);
    if (tx.count(MESSAGES, all) > ids.size()) {
      tx.scan(MESSAGES, all).map(Row::key).map(MessageKey::id).forEach(ids::add);
    }
    ids.forEach(this::remove);
    tx.remove(CONVERSATIONS, key);
    return ids.size();
  }

  /** Stores the summary of what the conversation is now, or removes it with the last message. */
  void summarize() {
    Optional<Instant> firstAt = entries.firstAt();
    Optional<Instant> lastAt = entries.lastAt();
    if (firstAt.isEmpty() || lastAt.isEmpty()) {
      tx.remove(CONVERSATIONS, key);
      return;
    }
    if (messages <= 0) {
      messages = entries.count(); // the summary counted too few
    }
    tx.put(CONVERSATIONS, key, new SummaryRow(id, messages, firstAt.get(), lastAt.get()));
  }
}
