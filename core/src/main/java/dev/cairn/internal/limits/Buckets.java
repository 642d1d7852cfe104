package dev.cairn.internal.limits;

import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.Keys;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>No decision waits for a disk. What has changed is saved in the store itself a second later,
 * and read from there after a restart of the machine.
 */
public final class Buckets extends AbstractProxyManager<BucketKey> {
  private static final Logger LOG = LoggerFactory.getLogger(Buckets.class);

  private static final Table<BucketKey, BucketState> BUCKETS =
      Table.named("buckets").keyedBy(Keys.record(BucketKey.class)).holding(BucketState.class);

  private static final Table<BucketKey, BucketState> SAVED =
      Table.named("saved-limits").keyedBy(Keys.record(BucketKey.class)).holding(BucketState.class);

  private static final Executor A_SECOND_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final SharedMachine machine;
  private final Function<? super String, ? extends Transactor> main;
  private final Set<BucketKey> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean saving = new AtomicBoolean();

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
    return machine.tables().write(tx -> decide(tx, key, request));
  }

  @Override
  protected <T> CompletableFuture<CommandResult<T>> executeAsync(
      BucketKey key, Request<T> request) {
    return machine.tables().writeAsync(tx -> decide(tx, key, request));
  }

  private <T> CommandResult<T> decide(WriteTransaction tx, BucketKey key, Request<T> request) {
    MutableBucketEntry entry = new MutableBucketEntry(stored(tx, key));
    CommandResult<T> result = request.getCommand().execute(entry, request.getClientSideTime());
    if (entry.isStateModified()) {
      byte[] state = entry.getStateBytes(request.getBackwardCompatibilityVersion());
      tx.put(BUCKETS, key, new BucketState(state));
      changed.add(key);
      if (saving.compareAndSet(false, true)) {
        A_SECOND_LATER.execute(this::save);
      }
    }
    return result;
  }

  private byte @Nullable [] stored(WriteTransaction tx, BucketKey key) {
    Optional<BucketState> state = tx.get(BUCKETS, key);
    if (state.isEmpty()) {
      state = main.apply(key.namespace()).get(SAVED, key);
    }
    return state.map(BucketState::bytes).orElse(null);
  }

  /** Saves what has changed since it was saved; what fails is tried again with a later change. */
  public void save() {
    saving.set(false);
    Map<String, Set<BucketKey>> byNamespace = new HashMap<>();
    for (BucketKey key : Set.copyOf(changed)) {
      changed.remove(key);
      byNamespace.computeIfAbsent(key.namespace(), name -> new HashSet<>()).add(key);
    }
    byNamespace.forEach(this::save);
  }

  private void save(String namespace, Set<BucketKey> keys) {
    try {
      boolean unused =
          main.apply(namespace)
              .write(
                  tx -> {
                    // Read inside of the write: of two processes, the later one saves the later.
                    for (BucketKey key : keys) {
                      Optional<BucketState> state = machine.tables().get(BUCKETS, key);
                      state.ifPresent(found -> tx.put(SAVED, key, found));
                    }
                    return true;
                  });
    } catch (RuntimeException e) {
      changed.addAll(keys); // the next decision has them saved
      LOG.warn(
          "{} limits were not saved; a restart of the machine may forget them", keys.size(), e);
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
