package dev.cairn.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CachePolicy;
import dev.cairn.CairnStatistics.CacheStatistics;
import dev.cairn.ReadersFullException;
import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.cache.HeapEngine.HeapSnapshot;
import dev.cairn.testing.Await;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Tests that the read cache follows each of its rules, in one thread. {@link
 * CoherentCacheLincheckTest} tests the interleavings.
 */
class CoherentCacheTest {
  private static final int LOGGED = 3;

  private final HeapEngine engine = new HeapEngine(4, LOGGED);
  private final CoherentCache<Integer, Integer> cache = cache(CachePolicy.untilChanged());

  private CoherentCache<Integer, Integer> cache(CachePolicy policy) {
    return new CoherentCache<>(engine, policy, 1 << 20, new FirstByte());
  }

  /** Offers what a snapshot shows. */
  private void fill(int key) {
    HeapSnapshot snapshot = engine.snapshot();
    offer(key, snapshot.value(key), snapshot.version());
  }

  private void offer(int key, int value, long version) {
    cache.offer(key, new Entry<>(value, version, 1));
  }

  @Test
  void whatWasOfferedIsAHitUntilItIsChanged() {
    engine.put(0, 10);
    assertThat(cache.get(0)).isNull();
    fill(0);
    fill(1);
    assertThat(cache.get(0)).isEqualTo(10);

    engine.put(0, 11);

    assertThat(cache.get(0)).isNull();
    assertThat(cache.get(1)).isEqualTo(0); // nobody changed it
  }

  @Test
  void whatACommitOfThisProcessOfferedSurvivesTheCatchUpToIt() {
    fill(0);
    offer(0, 5, engine.put(0, 5));

    assertThat(cache.get(0)).isEqualTo(5);
  }

  @Test
  void aFillThatACatchUpHasPassedStaysOut() {
    HeapSnapshot old = engine.snapshot();
    engine.put(0, 5);
    cache.get(1); // catches up

    offer(0, old.value(0), old.version());

    assertThat(cache.get(0)).isNull();
    assertThat(cache.getAt(0, old)).isNull();
  }

  @Test
  void aFillFromAnOlderSnapshotDoesNotReplaceANewerEntry() {
    HeapSnapshot old = engine.snapshot();
    offer(0, 5, engine.put(0, 5));

    offer(0, old.value(0), old.version());

    assertThat(cache.get(0)).isEqualTo(5);
  }

  @Test
  void aSnapshotFindsWhatWasTrueAtItsVersion() {
    fill(0);
    HeapSnapshot before = engine.snapshot();
    offer(1, 7, engine.put(1, 7));

    assertThat(cache.getAt(0, before)).isEqualTo(0);
    assertThat(cache.getAt(1, before)).isNull(); // the entry is of a later version
    assertThat(cache.getAt(1, engine.snapshot())).isEqualTo(7);
    assertThat(cache.getAt(0, engine.snapshot())).isEqualTo(0);
  }

  @Test
  void aCommitThatDoesNotSayWhatItChangedEmptiesTheCache() {
    fill(0);
    fill(1);

    engine.putUnlogged(0, 5);

    assertThat(cache.get(1)).isNull();
    assertThat(cache.get(0)).isNull();
    assertThat(cache.statistics().clears()).isEqualTo(1);
    assertThat(cache.statistics().records()).isZero();
    fill(1);
    assertThat(cache.get(1)).isEqualTo(0);
  }

  @Test
  void commitsThatTheLogNoLongerKnowsEmptyTheCache() {
    fill(0);
    for (int i = 0; i < LOGGED; i++) {
      engine.put(1, i);
    }
    assertThat(cache.get(0)).isEqualTo(0); // just within reach

    engine.put(0, 5);
    for (int i = 0; i < LOGGED; i++) {
      engine.put(1, i);
    }

    assertThat(cache.get(0)).isNull();
    assertThat(cache.statistics().clears()).isEqualTo(1);
  }

  @Test
  void aKeyThatTheCacheCannotHoldIsNoMatter() {
    CoherentCache<Integer, Integer> evenOnly =
        new CoherentCache<>(
            engine,
            CachePolicy.untilChanged(),
            1 << 20,
            new FirstByte(first -> first % 2 == 0 ? first : null));
    evenOnly.offer(0, new Entry<>(0, engine.version(), 1));

    engine.put(1, 5);

    assertThat(evenOnly.get(0)).isEqualTo(0);
    assertThat(evenOnly.statistics().clears()).isZero();
  }

  @Test
  void aKeyThatCannotBeUnderstoodMayBeAnyKey() {
    CoherentCache<Integer, Integer> brittle =
        new CoherentCache<>(
            engine,
            CachePolicy.untilChanged(),
            1 << 20,
            new FirstByte(
                first -> {
                  if (first == 1) {
                    throw new IllegalStateException("what is this?");
                  }
                  return first;
                }));
    brittle.offer(0, new Entry<>(0, engine.version(), 1));

    engine.put(1, 5);

    assertThat(brittle.get(0)).isNull();
    brittle.offer(0, new Entry<>(0, engine.version(), 1));
    assertThat(brittle.get(0)).isEqualTo(0); // and it goes on
  }

  @Test
  void aCatchUpThatFailsIsTriedAgain() {
    fill(0);
    engine.put(0, 5);

    engine.failSnapshots(new ReadersFullException("no slot"));
    assertThat(cache.get(0)).isNull();
    engine.failSnapshots(new StoreClosedException("closed")); // its last writes are still run
    assertThat(cache.get(0)).isNull();
    engine.failSnapshots(new StorageException("the disk is gone"));
    assertThatThrownBy(() -> cache.get(0)).hasMessage("the disk is gone");

    engine.failSnapshots(null);
    fill(0);
    assertThat(cache.get(0)).isEqualTo(5);
  }

  /** Every other one may be taken, and whoever has them may wait for this one to end. */
  @Test
  void aReadOfASnapshotCatchesUpByThatSnapshot() {
    fill(0);
    fill(1);
    engine.put(0, 5);
    HeapSnapshot open = engine.snapshot();
    engine.put(1, 7);

    engine.failSnapshots(new ReadersFullException("no slot"));
    assertThat(cache.getAt(0, open)).isNull();
    assertThat(cache.getAt(1, open)).isEqualTo(0);
    engine.failSnapshots(null);

    assertThat(cache.get(1)).isNull(); // changed since
  }

  @Test
  void entriesEndWithTheirTimeToLive() {
    CoherentCache<Integer, Integer> brief = cache(CachePolicy.ttl(Duration.ofMillis(1)));
    brief.offer(0, new Entry<>(0, engine.version(), 1));

    Await.until("the entry ends", () -> brief.get(0) == null);
    assertThat(CachePolicy.ttl(Duration.ofSeconds(3)).timeToLive()).contains(Duration.ofSeconds(3));
    assertThat(CachePolicy.untilChanged().timeToLive()).isEqualTo(Optional.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CachePolicy.ttl(Duration.ZERO))
        .withMessageContaining("time to live");
  }

  @Test
  void theCoarseClockIsNeverAheadAndGoesOn() {
    CoarseTicker ticker = new CoarseTicker();
    long begin = ticker.read();
    long ticks = TimeUnit.MILLISECONDS.toNanos(3 * CoarseTicker.TICK_MILLIS);

    Await.until(
        "three ticks have passed",
        () -> {
          long time = ticker.read();
          assertThat(time - System.nanoTime()).isNotPositive();
          return time - begin > ticks;
        });
  }

  @Test
  void aCacheThatIsOffHoldsNothing() {
    CoherentCache<Integer, Integer> off = cache(CachePolicy.off());
    off.offer(0, new Entry<>(0, engine.version(), 1));

    assertThat(off.get(0)).isNull();
    assertThat(off.getAt(0, engine.snapshot())).isNull();
    assertThat(off.statistics()).isEqualTo(new CacheStatistics(0, 0, 0, 0, 0, 0));
  }

  @Test
  void theBoundOnBytesHolds() {
    CoherentCache<Integer, Integer> small =
        new CoherentCache<>(engine, CachePolicy.untilChanged(), 10_000, new FirstByte());
    for (int i = 0; i < 1_000; i++) {
      small.offer(i, new Entry<>(i, engine.version(), 100));
    }

    assertThat(small.statistics().bytes()).isBetween(1_000L, 10_000L);
    assertThat(small.statistics().records()).isBetween(4L, 100L);
  }

  @Test
  void theFiguresCountWhatHappened() {
    cache.get(0);
    fill(0);
    cache.get(0);
    cache.getAt(0, engine.snapshot());
    engine.put(1, 1);
    cache.get(0);
    cache.get(0);

    CacheStatistics figures = cache.statistics();

    assertThat(figures.hits()).isEqualTo(4);
    assertThat(figures.misses()).isEqualTo(1);
    assertThat(figures.catchUps()).isEqualTo(1);
    assertThat(figures.clears()).isZero();
    assertThat(figures.records()).isEqualTo(1);
    assertThat(figures.bytes()).isPositive();
  }
}
