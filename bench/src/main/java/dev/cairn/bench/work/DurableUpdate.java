package dev.cairn.bench.work;

import dev.cairn.CairnOptions;
import dev.cairn.bench.contender.BareLmdb;
import dev.cairn.bench.contender.BareRows;
import dev.cairn.bench.contender.KryoCodec;
import dev.cairn.bench.data.CairnStore;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Changes a record of a plain table by its key, durably, from 64 threads: Cairn, which groups the
 * changes, and lmdbjava with a commit for each.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DurableUpdate {
  private static final long USES_BEFORE = Note.all().stream().mapToLong(Note::uses).sum();

  /** Which keys a thread changes. */
  @State(Scope.Thread)
  public static class Keys {
    private final Draw draw =
        new Draw(Note.all().stream().map(Note::id).toList(), Thread.currentThread().getId());
  }

  /** A store with all notes. */
  @State(Scope.Benchmark)
  public static class OnCairn {
    private final CairnStore store = new CairnStore(CairnOptions.defaults()).withNotes();
    private final LongAdder uses = new LongAdder();

    /** Checks that each change was made once, and deletes the store. */
    @TearDown
    public void close() {
      long found =
          Note.all().stream()
              .mapToLong(note -> store.memory().get(Note.TABLE, note.id()).orElseThrow().uses())
              .sum();
      store.close();
      Counts.check(USES_BEFORE + uses.sum(), found);
    }
  }

  /** An environment with all notes. */
  @State(Scope.Benchmark)
  public static class OnBareLmdb {
    private final BareRows notes = BareRows.notes();
    private final LongAdder uses = new LongAdder();

    /** Checks that each change was made once, and deletes the environment. */
    @TearDown
    public void close() {
      BareLmdb.Reader<Note> reader = notes.lmdb().reader(KryoCodec.notes());
      long found = Note.all().stream().mapToLong(note -> reader.get(note.id()).uses()).sum();
      reader.close();
      notes.close();
      Counts.check(USES_BEFORE + uses.sum(), found);
    }
  }

  /** A thread's buffers. */
  @State(Scope.Thread)
  public static class BareWriter {
    @SuppressWarnings("NullAway.Init") // by JMH, with make
    private BareLmdb.Writer<Note> writer;

    /** Makes the buffers. */
    @Setup
    public void make(OnBareLmdb on) {
      writer = on.notes.lmdb().writer(KryoCodec.notes());
    }
  }

  /** Cairn. */
  @Benchmark
  public Note cairn(OnCairn on, Keys keys) {
    Note note =
        on.store.memory().update(Note.TABLE, keys.draw.next(), known -> known.orElseThrow().used());
    on.uses.increment();
    return note;
  }

  /** lmdbjava and Kryo. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {BareLmdb.ADD_OPENS_NIO, BareLmdb.ADD_OPENS_CH, BareLmdb.NO_CHECKS})
  public Note bareLmdb(OnBareLmdb on, BareWriter writer, Keys keys) {
    Note note = writer.writer.update(keys.draw.next(), Note::used);
    on.uses.increment();
    return note;
  }
}
