package dev.cairn.internal.limits;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.AbstractProxyManager;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.remote.CommandResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.Request;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as Bucket4j's backend: each decision is a transaction on the tables that the processes
 * share until the machine restarts.
 *
 * <p>No decision waits for a disk. What has changed is marked in the same transaction, saved in the
 * store itself a second later, by whichever process, and read from there after a restart of the
 * machine. Counts that say no more than their absence are removed with later ones.
 */
public final class Buckets extends AbstractProxyManager<BucketKey> {
  private static final Logger LOG = LoggerFactory.getLogger(Buckets.class);

  private static final Table<BucketKey, BucketState> BUCKETS =
      Table.named("buckets").keyedBy(Keys.record(BucketKey.class)).holding(BucketState.class);

  /** The counts that have changed since they were saved. */
  private static final Table<BucketKey, Unsaved> UNSAVED =
      Table.named("unsaved").keyedBy(Keys.record(BucketKey.class)).holding(Unsaved.class);

  private static final Index<BucketState, Long> FULL_AT =
      Index.one("full-at", Keys.longs(), BucketState::fullAt);

  private static final Table<BucketKey, BucketState> SAVED =
      Table.named("saved-limits")
          .keyedBy(Keys.record(BucketKey.class))
          .holding(BucketState.class)
          .indexedBy(FULL_AT);

  /** The counts that are removed with one saving, of each namespace, at most. */
  private static final int MOST_REMOVED = 1_000;

  private static final Executor A_SECOND_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final SharedMachine machine;
  private final Function<? super String, ? extends Transactor> main;
  private final Clock clock;
  private final AtomicBoolean saving = new AtomicBoolean();

  /** True since a saving failed, until one succeeds. */
  private volatile boolean failing;

  /**
   * The mark of a count that is to be saved.
   *
   * @param since the time of its first change since it was saved, in milliseconds since 1970
   */
  record Unsaved(long since) {}

  /** The counts that were saved, and those that were removed. */
  private record Saving(Map<BucketKey, BucketState> saved, List<BucketKey> removed) {}

  /**
   * Creates the backend.
   *
   * @param main the tables of the store itself, by namespace
   * @param clock the clock by which periods are measured
   */
  public Buckets(
      SharedMachine machine, Function<? super String, ? extends Transactor> main, Clock clock) {
    super(ClientSideConfig.getDefault().withClientClock(new WallClock(clock)));
    this.machine = machine;
    this.main = main;
    this.clock = clock;
    saveLater(); // what a process that was killed has left
  }

  /** A clock as Bucket4j reads it. */
  private record WallClock(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }

  @Override
  protected <T> CommandResult<T> execute(BucketKey key, Request<T> request) {
    machine.refuseInWrite();
    return machine.tables().write(tx -> decide(tx, key, request));
  }

  @Override
  protected <T> CompletableFuture<CommandResult<T>> executeAsync(
      BucketKey key, Request<T> request) {
    machine.refuseInWrite();
    return machine.tables().writeAsync(tx -> decide(tx, key, request));
  }

  private <T> CommandResult<T> decide(WriteTransaction tx, BucketKey key, Request<T> request) {
    MutableBucketEntry entry = new MutableBucketEntry(stored(tx, key));
    CommandResult<T> result = request.getCommand().execute(entry, request.getClientSideTime());
    if (entry.isStateModified()) {
      byte[] state = entry.getStateBytes(request.getBackwardCompatibilityVersion());
      long now = clock.millis();
      tx.put(BUCKETS, key, new BucketState(state, now + periodMillis(key)));
      if (tx.get(UNSAVED, key).isEmpty()) {
        tx.put(UNSAVED, key, new Unsaved(now));
      }
      saveLater();
    }
    return result;
  }

  private void saveLater() {
    if (saving.compareAndSet(false, true)) {
      A_SECOND_LATER.execute(this::save);
    }
  }

  /** All permits come back at once, a period after the last time at the latest. */
  private static long periodMillis(BucketKey key) {
    return TimeUnit.NANOSECONDS.toMillis(key.periodNanos()) + 1;
  }

  private byte @Nullable [] stored(WriteTransaction tx, BucketKey key) {
    Optional<BucketState> state = tx.get(BUCKETS, key);
    if (state.isEmpty()) {
      state = main.apply(key.namespace()).get(SAVED, key);
    }
    // A count from a time to come, more than a period, is one by a clock that was wrong.
    long latest = clock.millis() + 2 * periodMillis(key);
    return state.filter(found -> found.fullAt() <= latest).map(BucketState::bytes).orElse(null);
  }

  /** Saves what has changed since it was saved; if that fails, it is tried again a second later. */
  public void save() {
    saving.set(false);
    try {
      Map<String, List<BucketKey>> byNamespace = new HashMap<>();
      for (BucketKey key : unsaved()) {
        byNamespace.computeIfAbsent(key.namespace(), name -> new ArrayList<>()).add(key);
      }
      byNamespace.forEach(this::save);
      failing = false;
    } catch (StoreClosedException e) {
      LOG.debug("limits are saved when they are next used", e);
    } catch (RuntimeException | Error e) {
      if (!failing) { // it is said once
        LOG.warn(
            "limits were not saved, which is tried again; until then, a restart of the machine may forget the last ones",
            e);
      }
      failing = true;
      saveLater();
    }
  }

  private List<BucketKey> unsaved() {
    return machine.tables().read(tx -> tx.scan(UNSAVED, Scan.all()).map(Row::key).toList());
  }

  private void save(String namespace, List<BucketKey> keys) {
    Saving done = main.apply(namespace).write(tx -> save(tx, keys));
    long now = clock.millis();
    boolean unused =
        machine
            .tables()
            .write(
                tx -> {
                  keys.forEach(key -> unmark(tx, key, done.saved().get(key)));
                  done.removed().forEach(key -> removeIfFull(tx, key, now));
                  return true;
                });
  }

  private Saving save(WriteTransaction tx, List<BucketKey> keys) {
    Map<BucketKey, BucketState> saved = new HashMap<>();
    for (BucketKey key : keys) {
      // Read inside of the write: of two processes, the later one saves the later.
      Optional<BucketState> state = machine.tables().get(BUCKETS, key);
      if (state.isPresent()) {
        tx.put(SAVED, key, state.get());
        saved.put(key, state.get());
      }
    }
    List<BucketKey> full =
        tx.scan(SAVED, FULL_AT, Scan.all().before(clock.millis()).limit(MOST_REMOVED))
            .map(Row::key)
            .toList();
    full.forEach(key -> tx.remove(SAVED, key));
    return new Saving(saved, full);
  }

  /** Removes the mark of a count, unless it has changed since it was saved. */
  private static void unmark(WriteTransaction tx, BucketKey key, @Nullable BucketState saved) {
    Optional<BucketState> state = tx.get(BUCKETS, key);
    if (state.isEmpty() || (saved != null && Arrays.equals(saved.bytes(), state.get().bytes()))) {
      tx.remove(UNSAVED, key);
    }
  }

  private static void removeIfFull(WriteTransaction tx, BucketKey key, long now) {
    if (tx.get(BUCKETS, key).filter(state -> state.fullAt() < now).isPresent()) {
      tx.remove(BUCKETS, key);
      tx.remove(UNSAVED, key);
    }
  }

  @Override
  public void removeProxy(BucketKey key) {
    boolean unused = machine.tables().write(tx -> tx.remove(BUCKETS, key));
    unused = main.apply(key.namespace()).write(tx -> tx.remove(SAVED, key));
  }

  @Override
  protected CompletableFuture<Void> removeAsync(BucketKey key) {
    return CompletableFuture.runAsync(() -> removeProxy(key));
  }

  @Override
  public boolean isAsyncModeSupported() {
    return true;
  }
}
