package dev.cairn.bench.work;

import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.bench.contender.BareLmdb;
import dev.cairn.bench.contender.BareRows;
import dev.cairn.bench.contender.KryoCodec;
import dev.cairn.bench.data.CairnStore;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
import dev.cairn.cache.CachePolicy;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads a typed record by its key from the memory map: Cairn without its cache, and lmdbjava alone
 * on a read transaction that is renewed, with Kryo decoding the same bytes into the same record.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 25, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class UncachedRead {

  /** Which keys a thread reads. */
  @State(Scope.Thread)
  public static class Keys {
    private final Draw draw =
        new Draw(Note.all().stream().map(Note::id).toList(), Thread.currentThread().getId());
  }

  /** A store without a cache. */
  @State(Scope.Benchmark)
  public static class OnCairn {
    private final CairnStore store =
        new CairnStore(CairnOptions.defaults().withCache(CachePolicy.off())).withNotes();
    private final Memory memory = store.memory();

    /** Deletes the store. */
    @TearDown
    public void close() {
      store.close();
    }
  }

  /** The same records in LMDB. */
  @State(Scope.Benchmark)
  public static class OnBareLmdb {
    private final BareRows notes = BareRows.notes();

    /** Deletes the environment. */
    @TearDown
    public void close() {
      notes.close();
    }
  }

  /** A thread's read transaction. */
  @State(Scope.Thread)
  public static class BareReader {
    @SuppressWarnings("NullAway.Init") // by JMH, with begin
    private BareLmdb.Reader<Note> reader;

    /** Begins the transaction. */
    @Setup
    public void begin(OnBareLmdb on) {
      reader = on.notes.lmdb().reader(KryoCodec.notes());
    }
  }

  /** Cairn. */
  @Benchmark
  public Optional<Note> cairn(OnCairn on, Keys keys) {
    return on.memory.get(Note.TABLE, keys.draw.next());
  }

  /** lmdbjava and Kryo. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {BareLmdb.ADD_OPENS_NIO, BareLmdb.ADD_OPENS_CH, BareLmdb.NO_CHECKS})
  public Note bareLmdb(OnBareLmdb on, BareReader reader, Keys keys) {
    return reader.reader.get(keys.draw.next());
  }
}
