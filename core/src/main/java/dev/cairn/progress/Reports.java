package dev.cairn.progress;

import static dev.cairn.progress.OperationRow.OPERATIONS;

import dev.cairn.CairnException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.machine.SharedMachine;
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

  private final SharedMachine machine;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(Reports::daemon);

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
    try {
      var unused =
          writer.schedule(() -> writeLogging(operation), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("progress is not reported any more, since the store is closed", e);
    }
  }

  private void writeLogging(Operation operation) {
    try {
      write(operation);
    } catch (StoreClosedException e) {
      LOG.debug("progress is not reported any more, since the store is closed", e);
    } catch (RuntimeException e) {
      LOG.warn("the progress of operation {} could not be written", operation.key().number(), e);
    }
  }

  /**
   * Writes an operation. A failure to write is logged: what the operation did is done all the same.
   */
  void writeNow(Operation operation) {
    try {
      write(operation);
    } catch (CairnException e) {
      LOG.warn("the end of operation {} could not be written", operation.key().number(), e);
    }
  }

  private void write(Operation operation) {
    long now = System.currentTimeMillis();
    boolean unused =
        machine
            .tables()
            .write(
                tx -> {
                  Optional<OperationRow> row = tx.get(OPERATIONS, operation.key());
                  return row.isPresent()
                      && tx.put(OPERATIONS, operation.key(), operation.on(row.get(), now));
                });
  }

  @Override
  public void close() {
    var unused = writer.shutdownNow();
  }
}
