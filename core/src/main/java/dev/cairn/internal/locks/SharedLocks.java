package dev.cairn.internal.locks;

import dev.cairn.internal.counts.Tally;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.machine.Follower;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.values.Following;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The locks of an open store: those of all processes, those of this one, and their counts. */
public final class SharedLocks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedLocks.class);
  private static final long IDLE_SECONDS = 5;

  private final SharedMachine shared;
  private final ScheduledThreadPoolExecutor publisher;

  /** Its own, so that no lease ends because counts wait for their turn. */
  private final ScheduledThreadPoolExecutor renewer;

  private final LockTotals totals;
  private final Records ofProcess = new Records(() -> {});
  private final LockDesk machineDesk;
  private final LockDesk processDesk;

  private SharedLocks(SharedMachine shared) {
    this.shared = shared;
    this.publisher = timer("cairn-locks-counts");
    this.renewer = timer("cairn-locks-leases");
    this.totals = new LockTotals(shared, publisher);
    this.machineDesk = new LockDesk(new MachineBook(shared), totals.records(), renewer);
    this.processDesk = new LockDesk(new HeapBook(shared), ofProcess, renewer);
  }

  /** Returns the locks that go with what the processes of the machine share. */
  public static SharedLocks of(SharedMachine shared) {
    return shared.part(SharedLocks.class, SharedLocks::new);
  }

  /** Its thread is there only while there is something to do. */
  private static ScheduledThreadPoolExecutor timer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    return timer;
  }

  /** Returns the desk of the locks of all processes. */
  public LockDesk ofMachine() {
    return machineDesk;
  }

  /** Returns the desk of the locks of this process alone. */
  public LockDesk ofProcess() {
    return processDesk;
  }

  /** Returns what all processes have counted of the locks of a namespace that they share. */
  public Map<Records.Key, Tally> totals(String namespace) {
    return totals.read(namespace);
  }

  /** Forgets what was counted of some locks of a namespace. */
  public void reset(String namespace, Predicate<? super LockKey> which) {
    Predicate<LockKey> meant = key -> key.namespace().equals(namespace) && which.test(key);
    totals.reset(namespace, meant);
    ofProcess.reset(meant);
  }

  /**
   * Tells a listener of a state now, and again when it has changed.
   *
   * @param state reads the state of locks
   */
  public <T> Following follow(Supplier<? extends T> state, Consumer<? super T> listener) {
    return Follower.start("cairn-follow-locks", shared, state, listener);
  }

  @Override
  public void close() {
    publisher.shutdown();
    renewer.shutdown();
    try {
      totals.publish();
    } catch (RuntimeException e) {
      LOG.debug("the last counts of locks are not added to those of all processes", e);
    }
    machineDesk.close();
    processDesk.close();
  }
}
