package dev.cairn.bench.work;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.bench.data.CairnStore;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads a typed record by its key, where the cache has it: Cairn's, which asks whether any process
 * has changed it, and Caffeine alone, which cannot know.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 25, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CachedRead {

  /** Which keys a thread reads. */
  @State(Scope.Thread)
  public static class Keys {
    /** How many different ones. */
    @Param({"10000", "1"})
    public int keys;

    @SuppressWarnings("NullAway.Init") // by JMH, with draw
    private Draw draw;

    /**
     * Draws the keys, and lets the garbage collector bring together what is in use: a measurement
     * that allocates nothing would go on with records that lie scattered among their builders'
     * garbage.
     */
    @Setup
    public void draw() {
      List<String> ids = Note.all().stream().limit(keys).map(Note::id).toList();
      draw = new Draw(ids, Thread.currentThread().getId());
      System.gc();
    }
  }

  /** A store whose notes are all in its cache. */
  @State(Scope.Benchmark)
  public static class OnCairn {
    private final CairnStore store = new CairnStore(CairnOptions.defaults()).withNotes();
    private final Memory memory = store.memory();

    /** Reads every note once. */
    public OnCairn() {
      Note.all().forEach(note -> memory.get(Note.TABLE, note.id()));
    }

    /** Checks that the cache gave the answers, and deletes the store. */
    @TearDown
    public void close() {
      long misses = store.cairn().stats().cache().misses();
      store.close();
      if (misses > 2 * Note.COUNT) {
        throw new IllegalStateException(misses + " misses where all reads should be hits");
      }
    }
  }

  /** A cache with the limits that Cairn's has by default. */
  @State(Scope.Benchmark)
  public static class OnCaffeine {
    private static final int ENTRY_BYTES = 300;

    private final Cache<String, Note> cache =
        Caffeine.newBuilder()
            .maximumWeight(64L << 20)
            .weigher((String key, Note note) -> ENTRY_BYTES)
            .expireAfterWrite(Duration.ofSeconds(60))
            .executor(Runnable::run)
            .build();

    /** Puts every note in. */
    public OnCaffeine() {
      Note.all().forEach(note -> cache.put(note.id(), note));
    }
  }

  /** Cairn. */
  @Benchmark
  public Optional<Note> cairn(OnCairn on, Keys keys) {
    return on.memory.get(Note.TABLE, keys.draw.next());
  }

  /** Caffeine alone. */
  @Benchmark
  public @Nullable Note caffeine(OnCaffeine on, Keys keys) {
    return on.cache.getIfPresent(keys.draw.next());
  }
}
