package dev.cairn.internal.locks;

import dev.cairn.StoreClosedException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.counts.Tallies;
import dev.cairn.internal.counts.Tally;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.WriteTransaction;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counts of all processes since the machine was started.
 *
 * <p>Each process adds what it has counted a second after it counts something, and when it closes
 * the store. So what is counted stays when a process ends; of one that is killed the last second is
 * missing.
 */
final class LockTotals {
  private static final Logger LOG = LoggerFactory.getLogger(LockTotals.class);
  private static final long PAUSE_MILLIS = 1_000;

  /** Counts can wait, and those who close the store wait for them. */
  private static final Duration TURN = Duration.ofMillis(200);

  static final Table<Records.Key, Tally.Stored> TOTALS =
      Table.named("lock-totals")
          .keyedBy(Keys.record(Records.Key.class))
          .holding(Tally.Stored.class);

  private final SharedMachine machine;
  private final ScheduledExecutorService timer;
  private final Records records = new Records(this::publishSoon);

  /** Held while counts are on their way into the table, so that a reset does not miss them. */
  private final ReentrantLock publishing = new ReentrantLock();

  LockTotals(SharedMachine machine, ScheduledExecutorService timer) {
    this.machine = machine;
    this.timer = timer;
  }

  /** Returns the records whose counts are added. */
  Records records() {
    return records;
  }

  private void publishSoon() {
    try {
      var unused = timer.schedule(this::publishOrTryAgain, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the store is being closed, which adds the counts of locks by itself", e);
    } catch (RuntimeException | Error e) { // it is no failure of the lock that is counted
      LOG.warn("counts of locks are not added to those of all processes for now", e);
    }
  }

  private void publishOrTryAgain() {
    try {
      publish();
    } catch (StoreClosedException e) {
      LOG.debug("counts of locks are not added any more, since the store is closed", e);
    } catch (WriteTimeoutException e) {
      LOG.debug("counts of locks had no turn in time, and are added later", e);
      publishSoon();
    } catch (RuntimeException | Error e) {
      LOG.warn("counts of locks could not be added to those of all processes yet", e);
      publishSoon();
    }
  }

  /**
   * Adds what this process has counted since it did so last.
   *
   * @throws WriteTimeoutException if a part of it had no turn in time; it is added by the next call
   */
  void publish() {
    publishing.lock();
    try {
      records.takeNew(
          fresh -> {
            boolean unused = machine.tables(TURN).write(tx -> add(tx, fresh));
          });
    } finally {
      publishing.unlock();
    }
  }

  private static boolean add(WriteTransaction tx, Map<Records.Key, Tally> fresh) {
    long now = System.currentTimeMillis();
    boolean more = false;
    for (Map.Entry<Records.Key, Tally> entry : fresh.entrySet()) {
      Tally sum = tx.get(TOTALS, entry.getKey()).map(Tally::of).orElseGet(Tally::new);
      more |= sum.isEmpty();
      tx.put(TOTALS, entry.getKey(), sum.add(entry.getValue()).stored(now));
    }
    if (more && tx.count(TOTALS, Scan.all()) > 2L * Tallies.MOST) {
      removeOldest(tx);
    }
    return true;
  }

  /** Keeps those that were used last. */
  private static void removeOldest(WriteTransaction tx) {
    List<Row<Records.Key, Tally.Stored>> rows = tx.scan(TOTALS, Scan.all()).toList();
    rows.stream()
        .sorted(Comparator.comparingLong(row -> row.value().updatedMillis()))
        .limit(rows.size() - Tallies.MOST)
        .forEach(row -> tx.remove(TOTALS, row.key()));
  }

  /** Returns the counts of the locks of a namespace, those of this process up to now. */
  Map<Records.Key, Tally> read(String namespace) {
    publishing.lock();
    try {
      try {
        publish();
      } catch (WriteTimeoutException e) {
        LOG.debug("counts of locks had no turn in time, and are added to what is read", e);
      }
      Map<Records.Key, Tally> tallies = new HashMap<>();
      for (Row<Records.Key, Tally.Stored> row :
          machine.tables().read(tx -> tx.scan(TOTALS, Scan.prefix(namespace)).toList())) {
        tallies.put(row.key(), Tally.of(row.value()));
      }
      records
          .fresh()
          .forEach(
              (key, tally) -> {
                if (key.lock().namespace().equals(namespace)) {
                  tallies.merge(key, tally, Tally::add);
                }
              });
      return tallies;
    } finally {
      publishing.unlock();
    }
  }

  /** Forgets the counts of some locks of a namespace, which others go on to count. */
  void reset(String namespace, Predicate<? super LockKey> which) {
    publishing.lock();
    try {
      boolean unused =
          machine
              .tables()
              .write(
                  tx -> {
                    tx.scan(TOTALS, Scan.prefix(namespace))
                        .map(Row::key)
                        .filter(key -> which.test(key.lock()))
                        .toList()
                        .forEach(key -> tx.remove(TOTALS, key));
                    return true;
                  });
      records.reset(which); // after what may fail, so that both or neither are forgotten
    } finally {
      publishing.unlock();
    }
  }
}
