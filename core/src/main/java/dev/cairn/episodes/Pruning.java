package dev.cairn.episodes;

import static dev.cairn.episodes.EpisodeTable.BY_TIME;
import static dev.cairn.episodes.EpisodeTable.EPISODES;

import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Deletes the oldest episodes, which are the recorded tasks of agents, a bounded number in each
 * transaction.
 *
 * <p>If the transactor is in a transaction already, all batches belong to that one. It sees its own
 * deletions, so the loop ends there too.
 */
final class Pruning {
  /** Deletions in one transaction; they take as long as a few commits, so no writer waits long. */
  static final int BATCH = 500;

  private static final Comparator<Row<String, Episode>> INDEX_ORDER =
      Comparator.comparing((Row<String, Episode> row) -> row.value().happenedAt())
          .thenComparing(row -> utf8(row.key()), Arrays::compareUnsigned);

  private final Transactor transactor;

  Pruning(Transactor transactor) {
    this.transactor = transactor;
  }

  /** Deletes the episodes before {@code time}. */
  int before(Instant time) {
    return batches(Scan.all().before(time), row -> true);
  }

  /** Deletes all but the newest {@code keep} episodes. */
  int toNewest(int keep) {
    // Determines the newest one to delete, and not a number: another process may prune as well.
    Optional<Row<String, Episode>> newestToGo =
        transactor.read(
            tx -> {
              try (Stream<Row<String, Episode>> rows =
                  tx.scan(EPISODES, BY_TIME, Scan.all().descending())) {
                return rows.skip(keep).findFirst();
              }
            });
    return newestToGo
        .map(newest -> batches(Scan.all(), row -> INDEX_ORDER.compare(row, newest) <= 0))
        .orElse(0);
  }

  /** Deletes the episodes that {@code oldest} finds, up to the first that does not match. */
  private int batches(Scan oldest, Predicate<Row<String, Episode>> goes) {
    int pruned = 0;
    int batch;
    do {
      batch = transactor.write(tx -> delete(tx, oldest, goes));
      pruned += batch;
    } while (batch == BATCH);
    return pruned;
  }

  private static int delete(
      WriteTransaction tx, Scan oldest, Predicate<Row<String, Episode>> goes) {
    List<String> ids;
    try (Stream<Row<String, Episode>> rows = tx.scan(EPISODES, BY_TIME, oldest)) {
      ids = rows.takeWhile(goes).limit(BATCH).map(Row::key).toList();
    }
    ids.forEach(id -> tx.remove(EPISODES, id));
    return ids.size();
  }

  /** Keys sort by their UTF-8 bytes, which is not the order of {@link String#compareTo}. */
  private static byte[] utf8(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
