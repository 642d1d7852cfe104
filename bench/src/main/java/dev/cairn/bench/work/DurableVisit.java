package dev.cairn.bench.work;

import dev.cairn.CairnOptions;
import dev.cairn.bench.contender.BareLmdb;
import dev.cairn.bench.contender.BareRows;
import dev.cairn.bench.contender.KryoCodec;
import dev.cairn.bench.data.CairnStore;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.SiteUrls;
import dev.cairn.sites.Site;
import java.time.Instant;
import java.util.Optional;
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
 * Records visits to sites, read, changed and stored durably, from 64 threads: Cairn, which groups
 * them and keeps the sites in the order of their visits too, and lmdbjava with a commit for each,
 * which keeps the rows only.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DurableVisit {

  /** Whose visits a thread records. */
  @State(Scope.Thread)
  public static class Visits {
    private final Draw urls = new Draw(SiteUrls.urls(), Thread.currentThread().getId());
    private final Draw names = new Draw(SiteUrls.names(), Thread.currentThread().getId());
  }

  /** A store that knows the sites. */
  @State(Scope.Benchmark)
  public static class OnCairn {
    private final CairnStore store = new CairnStore(CairnOptions.defaults()).withSites();
    private final LongAdder visits = new LongAdder();

    /** Checks that each visit was counted once, and deletes the store. */
    @TearDown
    public void close() {
      long found = store.memory().sites().list().stream().mapToLong(Site::visits).sum();
      store.close();
      Counts.check(SiteUrls.COUNT + visits.sum(), found);
    }
  }

  /** An environment that knows the sites. */
  @State(Scope.Benchmark)
  public static class OnBareLmdb {
    private final BareRows sites = BareRows.sites();
    private final LongAdder visits = new LongAdder();

    /** Checks that each visit was counted once, and deletes the environment. */
    @TearDown
    public void close() {
      BareLmdb.Reader<Site> reader = sites.lmdb().reader(KryoCodec.sites());
      long found = SiteUrls.names().stream().mapToLong(name -> reader.get(name).visits()).sum();
      reader.close();
      sites.close();
      Counts.check(SiteUrls.COUNT + visits.sum(), found);
    }
  }

  /** A thread's buffers. */
  @State(Scope.Thread)
  public static class BareWriter {
    @SuppressWarnings("NullAway.Init") // by JMH, with make
    private BareLmdb.Writer<Site> writer;

    /** Makes the buffers. */
    @Setup
    public void make(OnBareLmdb on) {
      writer = on.sites.lmdb().writer(KryoCodec.sites());
    }
  }

  /** Cairn. */
  @Benchmark
  public Site cairn(OnCairn on, Visits visits) {
    Site site = on.store.memory().sites().recordVisit(visits.urls.next(), CairnStore.TOOK);
    on.visits.increment();
    return site;
  }

  /** lmdbjava and Kryo. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {BareLmdb.ADD_OPENS_NIO, BareLmdb.ADD_OPENS_CH, BareLmdb.NO_CHECKS})
  public Site bareLmdb(OnBareLmdb on, BareWriter writer, Visits visits) {
    Instant now = Instant.now();
    Site site =
        writer.writer.update(
            visits.names.next(),
            known ->
                new Site(
                    known.name(),
                    known.visits() + 1,
                    known.totalTime().plus(CairnStore.TOOK),
                    known.firstVisit(),
                    Optional.of(now)));
    on.visits.increment();
    return site;
  }
}
