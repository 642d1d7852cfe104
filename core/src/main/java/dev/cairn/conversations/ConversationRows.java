package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.BY_PLACE;
import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;
import static dev.cairn.conversations.ConversationTables.MESSAGES;

import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.conversations.ConversationTables.StoredMessage;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes the messages of one conversation within a transaction, and then its summary.
 *
 * <p>Positions leave room between two messages, so that a message between them is one row. Where
 * there is no more room, all messages of the conversation get new positions.
 */
final class ConversationRows {
  /** The distance of two messages that are appended. */
  private static final long STEP = 1L << 32;

  /** Positions are above the negative of this, and below this. Distances then fit a long. */
  private static final long LIMIT = 1L << 62;

  private final WriteTransaction tx;
  private final String id;
  private final String key;
  private long messages;
  private @Nullable Instant firstAt;
  private @Nullable Instant lastAt;

  ConversationRows(WriteTransaction tx, String id) {
    this.tx = tx;
    this.id = id;
    this.key = ConversationTables.key(id);
    Optional<Conversation> stored = tx.get(CONVERSATIONS, key);
    stored.ifPresentOrElse(this::begin, this::count);
  }

  private void begin(Conversation stored) {
    messages = stored.messages();
    firstAt = stored.firstAt();
    lastAt = stored.lastAt();
  }

  /** Messages without a summary come from a restore of one of the two tables. */
  private void count() {
    tx.scan(MESSAGES, BY_PLACE, Scan.prefix(key))
        .forEach(
            row -> {
              messages++;
              include(row.value().message());
            });
  }

  private void include(Message message) {
    Instant at = message.at().orElseThrow();
    firstAt = firstAt == null || at.isBefore(firstAt) ? at : firstAt;
    lastAt = lastAt == null || at.isAfter(lastAt) ? at : lastAt;
  }

  Optional<StoredMessage> get(String messageId) {
    return tx.get(MESSAGES, new MessageKey(key, messageId));
  }

  /** Stores messages, which have id and time, at the end: also those that are stored elsewhere. */
  void append(List<Message> added) {
    if (added.isEmpty()) {
      return;
    }
    long end = end();
    if (end > LIMIT - (added.size() + 1) * STEP) {
      spread();
      end = end();
    }
    for (Message message : added) {
      end += STEP;
      put(message, end);
    }
  }

  /** Returns the highest position of a message; 0 if there is none. */
  private long end() {
    return tx.scan(MESSAGES, BY_PLACE, Scan.prefix(key).descending())
        .findFirst()
        .map(row -> row.value().position())
        .orElse(0L);
  }

  /** Stores a message, which has id and time, at a position. */
  void put(Message message, long position) {
    MessageKey messageKey = new MessageKey(key, message.id().orElseThrow());
    if (tx.get(MESSAGES, messageKey).isEmpty()) {
      messages++;
    }
    tx.put(MESSAGES, messageKey, new StoredMessage(key, position, message));
    include(message);
  }

  /** Stores messages, which have id and time, directly before another one. */
  void putBefore(String messageId, List<Message> added) {
    if (added.isEmpty()) {
      return;
    }
    long high = get(messageId).orElseThrow().position();
    long step = step(high, added.size());
    if (step == 0) {
      spread();
      high = get(messageId).orElseThrow().position();
      step = step(high, added.size());
    }
    for (int i = 0; i < added.size(); i++) {
      put(added.get(i), high - (added.size() - i) * step);
    }
  }

  /** Returns the distance at which messages fit below a position; 0 if they do not. */
  private long step(long high, int added) {
    long low =
        tx.scan(MESSAGES, BY_PLACE, Scan.prefix(key).before(high).descending())
            .findFirst()
            .map(row -> row.value().position())
            .orElse(Math.max(-LIMIT, high - (added + 1) * STEP));
    return (high - low) / (added + 1);
  }

  /** Gives all messages new positions in the order that they have. */
  private void spread() {
    long position = 0;
    for (MessageKey messageKey : keys()) {
      StoredMessage row = tx.get(MESSAGES, messageKey).orElseThrow();
      position += STEP;
      tx.put(MESSAGES, messageKey, new StoredMessage(key, position, row.message()));
    }
  }

  /** Collected, since a scan must not run over rows that are being changed. */
  private List<MessageKey> keys() {
    return tx.scan(MESSAGES, BY_PLACE, Scan.prefix(key)).map(Row::key).toList();
  }

  void remove(String messageId) {
    if (tx.remove(MESSAGES, new MessageKey(key, messageId))) {
      messages--;
    }
  }

  /** Removes all messages and the summary; false if there was nothing. */
  boolean clear() {
    keys().forEach(messageKey -> tx.remove(MESSAGES, messageKey));
    boolean known = messages > 0;
    messages = 0;
    summarize();
    return known;
  }

  /** Stores the summary of what the conversation is now, or removes it with the last message. */
  void summarize() {
    if (messages <= 0) {
      // It is below what there is where a restore has merged the messages of two stores.
      messages = tx.count(MESSAGES, BY_PLACE, Scan.prefix(key));
    }
    if (messages == 0 || firstAt == null || lastAt == null) {
      tx.remove(CONVERSATIONS, key);
    } else {
      tx.put(CONVERSATIONS, key, new Conversation(id, messages, firstAt, lastAt));
    }
  }
}
