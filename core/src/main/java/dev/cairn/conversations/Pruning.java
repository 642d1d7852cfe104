package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.BY_TIME;
import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;

import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Removes old conversations, a few in each transaction.
 *
 * <p>If the transactor is in a transaction already, all of them go in that one.
 */
final class Pruning {
  /** A transaction ends once it has removed so many messages. */
  static final int BATCH = 500;

  private final Transactor transactor;

  Pruning(Transactor transactor) {
    this.transactor = transactor;
  }

  /** Removes the conversations whose last message is before {@code time}. */
  int before(Instant time) {
    int pruned = 0;
    int batch;
    do {
      batch = transactor.write(tx -> remove(tx, time));
      pruned += batch;
    } while (batch > 0);
    return pruned;
  }

  private static int remove(WriteTransaction tx, Instant time) {
    List<Conversation> old = new ArrayList<>();
    long messages = 0;
    Iterator<Conversation> oldest =
        tx.scan(CONVERSATIONS, BY_TIME, Scan.all().before(time)).map(Row::value).iterator();
    while (messages < BATCH && oldest.hasNext()) {
      Conversation conversation = oldest.next();
      messages += conversation.messages();
      old.add(conversation);
    }
    old.forEach(conversation -> new ConversationRows(tx, conversation.id()).clear());
    return old.size();
  }
}
