package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.SiteSelectors;
import dev.cairn.bench.data.SiteUrls;
import dev.cairn.sites.Selector;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Measures reads of a cached page-element selector by its purpose and the URL of a page. Cairn
 * takes the site's name from the URL. With Caffeine it measures a bare hit: Caffeine finds one of
 * as many notes by an id that is ready.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectorRead extends Workload {
  private static final List<String> URLS = SiteSelectors.urls();
  private static final List<String> PURPOSES = SiteSelectors.purposes();
  private static final List<String> IDS = Note.all().stream().map(Note::id).toList();

  /** The contender that reads. */
  @Param({"CAIRN", "CAFFEINE"})
  public ContenderKind contender;

  private CacheHits<Record> hits;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    empty.loadSites(SiteUrls.urls());
    empty.loadSelectors(SiteSelectors.all());
    empty.loadNotes(Note.all());
    hits =
        new CacheHits<>(
            SiteSelectors.COUNT,
            number ->
                bare()
                    ? empty.note(IDS.get(number))
                    : empty.selector(URLS.get(number), PURPOSES.get(number)));
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
    if (bare()) {
      Proof.stored(used, Note.all());
      return;
    }
    List<Selector> stored = SiteSelectors.all();
    for (int i = 0; i < SiteSelectors.COUNT; i++) {
      Selector found = Proof.found(used.selector(URLS.get(i), PURPOSES.get(i)));
      Proof.equal(URLS.get(i), whenever(stored.get(i)), whenever(found));
    }
  }

  /** Without the time, which Cairn notes when it is told of a selector. */
  private static Selector whenever(Selector selector) {
    return new Selector(
        selector.site(),
        selector.purpose(),
        selector.candidates(),
        selector.successes(),
        selector.failures(),
        selector.timesCached(),
        Instant.EPOCH);
  }

  private boolean bare() {
    return contender == ContenderKind.CAFFEINE;
  }

  /** The keys that one thread reads. */
  @State(Scope.Thread)
  public static class Reader {
    private Draw urls;
    private Draw purposes;
    private Draw ids;

    /** Draws it: the same numbers for all, so that URL and purpose belong together. */
    @Setup
    public void draw(ThreadParams thread) {
      int seed = thread.getThreadIndex();
      urls = new Draw(URLS, seed);
      purposes = new Draw(PURPOSES, seed);
      ids = new Draw(IDS, seed);
    }
  }

  /** Reads a selector, or the note that stands for it. */
  @Benchmark
  public @Nullable Record read(Reader reader) {
    return bare()
        ? store().note(reader.ids.next())
        : store().selector(reader.urls.next(), reader.purposes.next());
  }
}
