package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.SiteUrls;
import dev.cairn.sites.Site;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The base class of benchmarks that count visits to 10,000 sites: the site is read, changed and
 * stored, atomically and durably.
 */
public abstract class Visits extends Workload {
  /** The contender that counts; Chronicle Map does not sync. */
  @Param({
    "CAIRN",
    "LMDB",
    "SQLITE",
    "MVSTORE",
    "ROCKSDB",
    "XODUS",
    "MAPDB",
    "CHRONICLE",
    "JSON_FILE"
  })
  public ContenderKind contender;

  private final LongAdder visits = new LongAdder();

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    empty.loadSites(SiteUrls.urls());
  }

  @Override
  void check(Contender used) {
    long found =
        SiteUrls.urls().stream().mapToLong(url -> Proof.found(used.site(url)).visits() - 1).sum();
    Proof.equal("visits", visits.sum(), found);
  }

  /** Chooses the sites that a thread visits. */
  @State(Scope.Thread)
  public static class Visitor {
    private static final List<String> URLS = SiteUrls.urls();

    private Draw urls;

    /** Draws them. */
    @Setup
    public void draw(ThreadParams thread) {
      urls = new Draw(URLS, thread.getThreadIndex());
    }
  }

  /** Counts a visit. */
  @Benchmark
  public Site visit(Visitor visitor) {
    Site site = store().visit(visitor.urls.next());
    visits.increment();
    return site;
  }
}
