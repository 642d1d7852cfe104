package dev.cairn.progress;

import static dev.cairn.progress.OperationRow.OPERATIONS;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.WriteTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Those that have asked for a write which has not begun; once each. */
  private final Set<Operation> asking = ConcurrentHashMap.newKeySet();

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

  /** Has an operation that asks for it written once its reports have come together for a while. */
  void writeSoon(Operation operation) {
    schedule(operation, PAUSE_MILLIS);
  }

  private void schedule(Operation operation, long millis) {
    asking.add(operation);
    try {
      var unused = writer.schedule(() -> writeAsked(operation), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("progress is not reported any more, since the store is closed", e);
    }
  }

  /**
   * Writes the end of an operation, now if that is possible, and else later: what the operation did
   * is done all the same.
   */
  void writeNow(Operation operation) {
    if (!machine.inWrite()) {
      boolean unused = write(operation, LAST_TURN);
    } else if (operation.asksForWrite()) { // all who write wait for this thread, and it for none
      schedule(operation, 0);
    }
  }

  private void writeAsked(Operation operation) {
    if (asking.remove(operation)) {
      operation.beginWrite();
      boolean unused = write(operation, TURN);
    }
  }

  /**
   * Writes an operation; if that fails, has it tried again, unless it asks for a write anyway.
   *
   * @return false if that failed
   */
  private boolean write(Operation operation, Duration turn) {
    try {
      boolean unused = machine.tables(turn).write(tx -> write(tx, operation));
      failing = false;
      return true;
    } catch (StoreClosedException e) {
      LOG.debug("progress is not reported any more, since the store is closed", e);
    } catch (RuntimeException | Error e) {
      report(operation, e);
      if (operation.asksForWrite()) {
        schedule(operation, RETRY_MILLIS);
      }
    }
    return false;
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

  /** Writes what is asked for and has not been written, each once, until one has no turn. */
  @Override
  public void close() {
    var unused = writer.shutdownNow();
    for (Operation operation : List.copyOf(asking)) {
      if (!write(operation, TURN)) {
        return;
      }
    }
  }
}
