package dev.cairn.internal.table;

import static dev.cairn.internal.table.OpenStore.NOTES;
import static dev.cairn.internal.table.OpenStore.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that several openings of a store, each with its own cache, see each other's changes. That
 * is so even if their writes are committed in one batch.
 */
class StoreSharingTest {
  record Counter(long n) {}

  private static final Table<String, Counter> COUNTERS =
      Table.named("counters").keyedBy(Keys.string()).holding(Counter.class);

  private OpenStore one;
  private OpenStore two;

  @BeforeEach
  void open(@TempDir Path directory) {
    one = OpenStore.in(directory);
    two = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  private static Counter plusOne(Optional<Counter> old) {
    return new Counter(old.map(Counter::n).orElse(0L) + 1);
  }

  private static CompletableFuture<Counter> increment(OpenStore store) {
    return store.here.writeAsync(tx -> tx.update(COUNTERS, "n", StoreSharingTest::plusOne));
  }

  private static Optional<Counter> counter(OpenStore store) {
    return store.here.get(COUNTERS, "n");
  }

  /** Queues writes behind one that waits, so that they share a batch. */
  private void inOneBatch(Runnable submit) {
    CountDownLatch submitted = new CountDownLatch(1);
    CompletableFuture<String> first =
        one.here.writeAsync(
            tx -> {
              awaitQuietly(submitted);
              return "";
            });
    submit.run();
    submitted.countDown();
    first.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void incrementsThroughTwoStoresInOneBatchAllCount() {
    increment(one).join();
    assertThat(counter(two)).contains(new Counter(1)); // cached by both
    List<CompletableFuture<Counter>> all = new ArrayList<>();

    inOneBatch(
        () -> {
          for (int i = 0; i < 50; i++) {
            all.add(increment(one));
            all.add(increment(two));
          }
        });

    assertThat(all.stream().map(CompletableFuture::join).map(Counter::n))
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 101).boxed().toList());
    assertThat(counter(one)).contains(new Counter(101));
    assertThat(counter(two)).contains(new Counter(101));
  }

  @Test
  void aStoreWhoseRowAnotherChangedLastInTheBatchDoesNotKeepItsOwn() {
    List<CompletableFuture<?>> all = new ArrayList<>();

    inOneBatch(
        () -> {
          all.add(one.here.writeAsync(tx -> tx.put(COUNTERS, "n", new Counter(1))));
          all.add(two.here.writeAsync(tx -> tx.put(COUNTERS, "n", new Counter(2))));
        });
    all.forEach(CompletableFuture::join);

    assertThat(counter(one)).contains(new Counter(2));
    assertThat(counter(two)).contains(new Counter(2));
  }

  @Test
  void aStoreKnowsItsRowsNoLongerWhereTheBytesBelowWereChangedInTheBatch() {
    increment(one).join();
    List<CompletableFuture<?>> all = new ArrayList<>();

    inOneBatch(
        () -> {
          all.add(increment(one));
          all.add(one.engine.writeAsync(StoreSharingTest::deleteCounters, Duration.ofSeconds(30)));
          all.add(increment(one));
        });
    all.forEach(CompletableFuture::join);

    assertThat(counter(one)).contains(new Counter(1));
    assertThat(counter(two)).contains(new Counter(1));
  }

  /** Deletes the rows as maintenance does: by their bytes, without a word to any store. */
  private static String deleteCounters(Batch batch) {
    byte[] prefix = new TupleWriter().writeLong(Catalogue.table(batch, "counters").id()).toBytes();
    List<byte[]> keys = new ArrayList<>();
    try (Cursor cursor = batch.scan(Range.prefix(prefix), View.Order.ASCENDING)) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
    }
    keys.forEach(batch::delete);
    batch.logEverything();
    return "";
  }

  @Test
  void whatAnotherStoreChangedInABatchThatFailsIsNotCached() {
    increment(one).join();
    List<CompletableFuture<?>> all = new ArrayList<>();
    boolean[] ran = new boolean[1];

    inOneBatch(
        () -> {
          all.add(
              one.here.writeAsync(
                  tx -> {
                    // Stores something the first time only; what is seen of it must not last.
                    return !ran[0] && tx.put(COUNTERS, "n", new Counter(666));
                  }));
          all.add(two.here.writeAsync(tx -> tx.get(COUNTERS, "n")));
          all.add(
              one.here.writeAsync(
                  tx -> {
                    ran[0] = true;
                    tx.put(COUNTERS, "other", new Counter(1));
                    throw new IllegalStateException("spoils the batch");
                  }));
        });
    all.forEach(future -> future.exceptionally(e -> null).join());

    assertThat(counter(two)).contains(new Counter(1));
    assertThat(counter(one)).contains(new Counter(1));
  }

  @Test
  void aTableThatAFailedWriteWouldHaveCreatedIsNotRememberedAsEmpty() {
    assertThatThrownBy(
            () ->
                one.write(
                    tx -> {
                      if (tx.get(COUNTERS, "n").isEmpty()) {
                        throw new IllegalStateException("no such counter");
                      }
                    }))
        .hasMessage("no such counter");

    increment(two).join();

    assertThat(counter(one)).contains(new Counter(1));
    assertThat(one.get(COUNTERS, "n")).contains(new Counter(1));
  }

  @Test
  void eachStoreMayHaveARecordClassOfItsOwn() {
    record Newer(long n, String unit) {}
    Table<String, Newer> newer =
        Table.named("counters").keyedBy(Keys.string()).holding(Newer.class);
    increment(one).join();
    assertThat(two.here.get(newer, "n")).contains(new Newer(1, null));

    increment(one).join();

    assertThat(two.here.get(newer, "n")).contains(new Newer(2, null));
  }

  @Test
  void aStoreSeesTheIndexThatAnotherBuilt() {
    one.write(tx -> tx.put(OpenStore.PLAIN, "a", Note.of("a note")));
    assertThat(two.count(Scan.all())).isEqualTo(1);

    // A store that declares more indexes builds them, and from then on nobody may leave them out.
    two.put(Note.of("b"));

    assertThat(two.keys(OpenStore.BY_AUTHOR, Scan.prefix("ann"))).containsExactly("a", "b");
    assertThatThrownBy(() -> one.write(tx -> tx.put(OpenStore.PLAIN, "c", Note.of("c"))))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageContainingAll("table 'notes'", "index 'by-author'", "declare it");
    assertThat(one.get(OpenStore.PLAIN, "b")).contains(Note.of("b"));
    assertThat(two.count(Scan.all())).isEqualTo(2);
  }

  @Test
  void aSnapshotFromBeforeAnIndexDoesNotTakeItForEmpty() {
    one.write(tx -> tx.put(OpenStore.PLAIN, "a", Note.of("a note")));

    two.here.read(
        tx -> {
          CompletableFuture.runAsync(() -> two.put(Note.of("b"))).join();
          assertThatThrownBy(() -> tx.count(NOTES, OpenStore.BY_AUTHOR, Scan.all()))
              .hasMessageContaining("is not built in this store");
          return "";
        });

    assertThat(two.count(OpenStore.BY_AUTHOR, Scan.all())).isEqualTo(2);
  }

  @Test
  void aStoreThatIsClosedLeavesTheOthersAlone() {
    one.close();

    assertThat(increment(two).join()).isEqualTo(new Counter(1));
    assertThat(two.store.in("", TIMEOUT).get(COUNTERS, "n")).contains(new Counter(1));
  }
}
