package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.BY_LAST_TIME;
import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;

import dev.cairn.conversations.ConversationTables.SummaryRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.List;

/**
 * Removes conversations whose last message is old, a few in each transaction.
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

  /**
   * The work of one transaction.
   *
   * @param done the summaries that were looked at
   * @param pruned the conversations that were removed
   */
  private record Batch(int done, int pruned) {}

  /** Removes the conversations whose last message is before {@code time}. */
  int before(Instant time) {
    int pruned = 0;
    Batch batch;
    do {
      batch = transactor.write(tx -> remove(tx, time));
      pruned += batch.pruned();
    } while (batch.done() > 0);
    return pruned;
  }

  private static Batch remove(WriteTransaction tx, Instant time) {
    List<SummaryRow> oldest =
        tx.scan(CONVERSATIONS, BY_LAST_TIME, Scan.all().before(time).limit(BATCH))
            .map(Row::value)
            .toList();
    int done = 0;
    int pruned = 0;
    for (int messages = 0; messages < BATCH && done < oldest.size(); done++) {
      ConversationRows rows = new ConversationRows(tx, oldest.get(done).id());
      // The summary is not believed: after a merge of two stores it may be that of the older one.
      if (rows.entries().lastAt().filter(last -> !last.isBefore(time)).isPresent()) {
        rows.summarize();
      } else {
        messages += rows.clear();
        pruned++;
      }
    }
    return new Batch(done, pruned);
  }
}
