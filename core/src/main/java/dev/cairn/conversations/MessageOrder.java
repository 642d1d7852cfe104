package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.BY_PLACE;
import static dev.cairn.conversations.ConversationTables.MESSAGES;

import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Reads parts of one conversation in its order, within a transaction. */
final class MessageOrder {
  private final Transaction tx;
  private final String id;
  private final Scan whole;

  MessageOrder(Transaction tx, String id) {
    this.tx = tx;
    this.id = id;
    this.whole = Scan.prefix(ConversationTables.key(id));
  }

  List<Message> all() {
    return messages(whole).toList();
  }

  List<Message> last(int limit) {
    return turned(messages(whole.descending()).limit(limit).toList());
  }

  /** Returns the last messages that together have at most {@code limit} tokens. */
  List<Message> lastTokens(int limit, ToIntFunction<? super Message> counter) {
    List<Message> messages = new ArrayList<>();
    long left = limit;
    Iterator<Message> backwards = messages(whole.descending()).iterator();
    while (backwards.hasNext()) {
      Message message = backwards.next();
      left -= Arguments.notNegative("the number of tokens", counter.applyAsInt(message));
      if (left < 0) {
        break;
      }
      messages.add(message);
    }
    return turned(messages);
  }

  List<Message> before(String messageId, int limit) {
    Scan scan = whole.before(position(messageId)).descending();
    return turned(messages(scan).limit(limit).toList());
  }

  List<Message> after(String messageId, int limit) {
    return messages(whole.from(position(messageId) + 1)).limit(limit).toList();
  }

  private long position(String messageId) {
    return tx.get(MESSAGES, new MessageKey(ConversationTables.key(id), messageId))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "conversation %s has no message '%s', or no more; read its last messages again"
                        .formatted(Arguments.quoted(id, 80), messageId)))
        .position();
  }

  private Stream<Message> messages(Scan scan) {
    return tx.scan(MESSAGES, BY_PLACE, scan).map(row -> row.value().message());
  }

  private static List<Message> turned(List<Message> messages) {
    List<Message> turned = new ArrayList<>(messages);
    Collections.reverse(turned);
    return Collections.unmodifiableList(turned);
  }
}
