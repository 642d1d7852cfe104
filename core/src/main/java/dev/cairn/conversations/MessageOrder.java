package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.MESSAGES;

import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.conversations.Entries.Entry;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Reads parts of one conversation, in the order of its messages, within a transaction. */
final class MessageOrder {
  private final Transaction tx;
  private final String id;
  private final String key;
  private final Entries entries;

  MessageOrder(Transaction tx, String id) {
    this.tx = tx;
    this.id = id;
    this.key = ConversationTables.key(id);
    this.entries = new Entries(tx, key);
  }

  Messages all() {
    return new Messages(id, messages(entries.all()).toList(), true);
  }

  Messages last(int limit) {
    return turned(messages(entries.backwards()).limit(limit).toList(), true);
  }

  /** Returns the last messages that together have at most {@code limit} tokens. */
  Messages lastTokens(int limit, ToIntFunction<? super Message> counter) {
    List<Message> messages = new ArrayList<>();
    long left = limit;
    Iterator<Message> backwards = messages(entries.backwards()).iterator();
    while (backwards.hasNext()) {
      Message message = backwards.next();
      left -= Arguments.notNegative("the number of tokens", counter.applyAsInt(message));
      if (left < 0) {
        break;
      }
      messages.add(message);
    }
    return turned(messages, true);
  }

  Messages before(String messageId, int limit) {
    return turned(messages(entries.before(entry(messageId))).limit(limit).toList(), false);
  }

  Messages after(String messageId, int limit) {
    // One more tells whether the page ends the conversation.
    List<Message> page = messages(entries.after(entry(messageId))).limit(limit + 1L).toList();
    boolean toEnd = page.size() <= limit;
    return new Messages(id, toEnd ? page : page.subList(0, limit), toEnd);
  }

  private Entry entry(String messageId) {
    return entries
        .find(messageId)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "conversation %s has no message '%s', or no more; read its last messages again"
                        .formatted(Arguments.quoted(id, 80), messageId)));
  }

  private Stream<Message> messages(Stream<Entry> order) {
    return order.flatMap(
        entry ->
            tx
                .get(MESSAGES, new MessageKey(key, entry.id()))
                .map(row -> row.message(entry.id()))
                .stream());
  }

  private Messages turned(List<Message> backwards, boolean toEnd) {
    List<Message> messages = new ArrayList<>(backwards);
    Collections.reverse(messages);
    return new Messages(id, messages, toEnd);
  }
}
