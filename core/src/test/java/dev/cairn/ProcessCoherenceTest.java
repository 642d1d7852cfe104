package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Tests that a JVM which reads through its cache sees every write that another JVM has
 * acknowledged, and never an older value afterwards. The other JVM writes a counter as fast as it
 * can and tells each acknowledged value.
 */
@Tag("slow")
class ProcessCoherenceTest {
  private static final int READS = 1_000_000;
  private static final int LEAST_VALUES = 1_000;
  private static final int READERS = 3;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /**
   * The number of other keys that the writer writes in turn, one with each value of the counter.
   */
  private static final int OTHERS = 100;

  record Counter(long n) {}

  private static final Table<String, Counter> COUNTERS =
      Table.named("counters").keyedBy(Keys.string()).holding(Counter.class);

  @TempDir Path directory;

  /** The writer: each transaction writes the same value three times. */
  static final class Writer {
    public static void main(String[] args) {
      try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
        for (long n = 1; ; n++) {
          Counter counter = new Counter(n);
          cairn.memory().write(memory -> put(memory, counter));
          System.out.println(n);
        }
      }
    }

    private static void put(Memory tx, Counter counter) {
      tx.put(COUNTERS, "first", counter);
      tx.put(COUNTERS, "second", counter);
      tx.put(COUNTERS, "other " + counter.n() % OTHERS, counter);
    }
  }

  @Test
  void noReadIsOlderThanWhatTheWriterAcknowledgedAndNoneGoesBack() throws Exception {
    readWhileAnotherWrites(
        CairnOptions.defaults().withCache(CachePolicy.untilChanged()), READS, LEAST_VALUES);
  }

  @Test
  void aReaderThatMayNotWriteSeesTheSame() throws Exception {
    readWhileAnotherWrites(CairnOptions.defaults().readOnly(), READS / 10, LEAST_VALUES / 10);
  }

  private void readWhileAnotherWrites(CairnOptions options, int reads, int values)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
    AtomicLong told = new AtomicLong();
    LongAdder done = new LongAdder();
    try (OtherJvm writer = OtherJvm.start(Writer.class, directory)) {
      assertThat(writer.line()).as(writer::errors).isEqualTo("1"); // the store is there
      try (Cairn cairn = Cairn.open(directory, options)) {
        Future<?> listener = threads.submit(() -> listen(writer, told));
        long deadline = System.nanoTime() + LONGEST.toNanos();
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
          readers.add(
              threads.submit(
                  () -> {
                    Reader reader = new Reader(cairn.memory(), told);
                    while ((done.sum() < reads || told.get() < values)
                        && System.nanoTime() - deadline < 0) {
                      done.add(reader.read());
                    }
                  }));
        }
        for (Future<?> reader : readers) {
          reader.get();
        }
        assertThat(listener).as(writer.errors()).isNotDone();
        assertThat(done.sum()).as("reads within %s", LONGEST).isGreaterThanOrEqualTo(reads);
        assertThat(told).hasValueGreaterThanOrEqualTo(values);
        assertThat(cairn.statistics().cache().hits()).isGreaterThan(reads / 2);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void listen(OtherJvm writer, AtomicLong told) {
    while (true) { // until the writer is killed, because the test is over
      told.set(Long.parseLong(writer.line()));
    }
  }

  /** One thread that reads. */
  private static final class Reader {
    private final Memory memory;
    private final AtomicLong told;
    private long last;

    Reader(Memory memory, AtomicLong told) {
      this.memory = memory;
      this.told = told;
    }

    /** Reads the counter often and other things now and then, and returns how many reads it was. */
    int read() {
      int reads = 0;
      for (int i = 0; i < 200; i++) {
        long acknowledged = told.get();
        see("first", Math.max(acknowledged, last));
        see("second", last); // written with the first, and read later
        reads += 2;
      }
      int other = ThreadLocalRandom.current().nextInt(OTHERS);
      long acknowledged = told.get();
      long least = acknowledged - Math.floorMod(acknowledged - other, OTHERS);
      long seen = value(memory, "other " + other);
      assertThat(seen).as("other %d", other).isGreaterThanOrEqualTo(least);
      boolean equal = memory.read(m -> value(m, "first") == value(m, "second"));
      assertThat(equal).as("one snapshot").isTrue();
      return reads + 3;
    }

    private void see(String key, long least) {
      long seen = value(memory, key);
      if (seen < least) {
        throw new AssertionError("%s is %d after %d".formatted(key, seen, least));
      }
      last = seen;
    }

    private static long value(Memory memory, String key) {
      return memory.get(COUNTERS, key).map(Counter::n).orElse(0L);
    }
  }

  /** A program that is not Cairn: it changes a byte of a value, and nothing in the change log. */
  static final class Vandal {
    public static void main(String[] args) {
      try (Env<byte[]> env =
          Env.create(ByteArrayProxy.PROXY_BA).setMaxDbs(2).open(new File(args[0]))) {
        Dbi<byte[]> data = env.openDbi("data");
        try (Txn<byte[]> txn = env.txnWrite()) {
          byte[] key = null;
          byte[] value = null;
          try (CursorIterable<byte[]> rows = data.iterate(txn)) {
            for (CursorIterable.KeyVal<byte[]> row : rows) {
              key = row.key();
              value = row.val();
            }
          }
          value[value.length - 1] ^= 1;
          data.put(txn, key, value);
          txn.commit();
        }
      }
      System.out.println("damaged");
    }
  }

  @Test
  void whatAProgramThatIsNotCairnChangedIsNoLongerCached() throws Exception {
    try (Cairn cairn =
        Cairn.open(directory, CairnOptions.defaults().withCache(CachePolicy.untilChanged()))) {
      Memory memory = cairn.memory();
      memory.put(COUNTERS, "first", new Counter(1));
      memory.put(COUNTERS, "last", new Counter(2));
      assertThat(memory.get(COUNTERS, "last")).contains(new Counter(2));

      try (OtherJvm vandal = OtherJvm.start(Vandal.class, directory)) {
        assertThat(vandal.line()).as(vandal::errors).isEqualTo("damaged");
      }

      assertThatExceptionOfType(CorruptRecordException.class)
          .isThrownBy(() -> memory.get(COUNTERS, "last"))
          .withMessageContainingAll("table 'counters'", "\"last\"");
      assertThat(memory.get(COUNTERS, "first")).contains(new Counter(1));
    }
  }
}
