package dev.cairn.progress;

import static dev.cairn.progress.OperationRow.OPERATIONS;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.WriteTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the reports of all operations of this process, each ten times a second at most. */
final class Reports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
  private static final long PAUSE_MILLIS = 100;
  private static final long RETRY_MILLIS = 1_000;

  /** The longest wait for the turn of a report, behind which those of other operations wait. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /** The same for the end of an operation, which its caller waits for. */
  private static final Duration LAST_TURN = Duration.ofMinutes(1);

  private final SharedMachine machine;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(Reports::daemon);

  /** True since a write failed, until one succeeds. */
  private volatile boolean failing;

  Reports(SharedMachine machine) {
    this.machine = machine;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cairn-progress");
    thread.setDaemon(true);
    return thread;
  }

  /** Has an operation written once what it reports has come together for a while. */
  void writeSoon(Operation operation) {
    schedule(operation, PAUSE_MILLIS);
  }

  private void schedule(Operation operation, long millis) {
    try {
      var unused = writer.schedule(() -> write(operation, TURN), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("progress is not reported any more, since the store is closed", e);
    }
  }

  /**
   * Writes the end of an operation, now if that is possible, and else later: what the operation did
   * is done all the same.
   */
  void writeNow(Operation operation) {
    write(operation, LAST_TURN);
  }

  private void write(Operation operation, Duration turn) {
    operation.beginWrite();
    try {
      boolean unused = machine.tables(turn).write(tx -> write(tx, operation));
      failing = false;
    } catch (StoreClosedException e) {
      LOG.debug("progress is not reported any more, since the store is closed", e);
    } catch (RuntimeException | Error e) {
      report(operation, e);
      schedule(operation, RETRY_MILLIS);
    }
  }

  private static boolean write(WriteTransaction tx, Operation operation) {
    Optional<OperationRow> row = tx.get(OPERATIONS, operation.key());
    return row.isPresent() && tx.put(OPERATIONS, operation.key(), operation.on(row.get()));
  }

  /** Logs a failure, but not those that follow it. */
  private void report(Operation operation, Throwable failure) {
    if (!failing) {
      failing = true;
      LOG.warn(
          "the progress of operation {} could not be written, and is tried again",
          operation.key().number(),
          failure);
    }
  }

  @Override
  public void close() {
    var unused = writer.shutdownNow();
  }
}
