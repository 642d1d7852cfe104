package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Measures reads of a cached record by its key. Cairn's cache checks that no process has changed
 * the record; Caffeine alone cannot know.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CachedRead extends Workload {
  /** The contender that reads. */
  @Param({"CAIRN", "CAFFEINE"})
  public ContenderKind contender;

  /** The number of different notes that are read. */
  @Param({"10000", "1"})
  public int keys;

  private List<String> ids;
  private CacheHits<Note> hits;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    empty.loadNotes(Note.all());
    ids = IntStream.range(0, keys).mapToObj(Note::id).toList();
    hits = new CacheHits<>(keys, number -> empty.note(ids.get(number)));
    hits.look();
  }

  /** Looks whether the iteration's reads were hits. */
  @TearDown(Level.Iteration)
  public void look() {
    hits.look();
  }

  @Override
  void check(Contender used) {
    hits.check();
    Proof.stored(used, Note.first(keys));
  }

  /** Chooses the notes that a thread reads. */
  @State(Scope.Thread)
  public static class Reader {
    private Draw ids;

    /** Draws them. */
    @Setup
    public void draw(CachedRead work, ThreadParams thread) {
      ids = new Draw(work.ids, thread.getThreadIndex());
    }
  }

  /** Reads a note. */
  @Benchmark
  public @Nullable Note read(Reader reader) {
    return store().note(reader.ids.next());
  }
}
