package dev.cairn.langgraph4j;

import static dev.cairn.langgraph4j.Checkpoints.BY_PLACE;
import static dev.cairn.langgraph4j.Checkpoints.CHECKPOINTS;

import dev.cairn.langgraph4j.Checkpoints.CheckpointKey;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the oldest checkpoints of all graphs, a limited number in each transaction.
 *
 * <p>Checkpoints are in the order of time within their thread only, so this goes from thread to
 * thread. It searches outside of the write transactions: other writers do not wait meanwhile.
 */
final class Pruning {
  static final int BATCH = 500;

  private final Transactor transactor;
  private final long end;

  /**
   * Makes a pruning.
   *
   * @param end the position of the first checkpoint of a thread that stays
   */
  Pruning(Transactor transactor, long end) {
    this.transactor = transactor;
    this.end = end;
  }

  /** Removes the checkpoints before the end, and returns how many. */
  int run() {
    int pruned = 0;
    String first = "";
    List<CheckpointKey> batch;
    do {
      batch = batch(first);
      if (!batch.isEmpty()) {
        pruned += remove(batch);
        first = batch.get(batch.size() - 1).thread();
      }
    } while (batch.size() == BATCH);
    return pruned;
  }

  private List<CheckpointKey> batch(String first) {
    return transactor.read(
        tx -> {
          List<CheckpointKey> batch = new ArrayList<>();
          Optional<String> thread = threadFrom(tx, first);
          while (thread.isPresent()) {
            Scan old = Scan.prefix(thread.get()).before(end).limit(BATCH - batch.size());
            tx.scan(CHECKPOINTS, BY_PLACE, old).map(Row::key).forEach(batch::add);
            thread =
                batch.size() == BATCH
                    ? Optional.empty()
                    : threadFrom(tx, thread.get() + '\0'); // the least text after it
          }
          return batch;
        });
  }

  private static Optional<String> threadFrom(Transaction tx, String least) {
    return tx.scan(CHECKPOINTS, BY_PLACE, Scan.all().from(least).limit(1))
        .map(row -> row.key().thread())
        .findFirst();
  }

  private int remove(List<CheckpointKey> batch) {
    return transactor.write(
        tx -> Math.toIntExact(batch.stream().filter(key -> remove(tx, key)).count()));
  }

  /** Removes a checkpoint, unless it was removed since it was found, or added anew. */
  private boolean remove(WriteTransaction tx, CheckpointKey key) {
    return tx.get(CHECKPOINTS, key).filter(row -> row.position() < end).isPresent()
        && tx.remove(CHECKPOINTS, key);
  }
}
