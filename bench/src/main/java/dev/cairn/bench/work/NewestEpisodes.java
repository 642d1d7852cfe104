package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.SiteEpisodes;
import dev.cairn.episodes.Episode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Reads the newest 20 episodes of a site, found by an index, among few and among many. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NewestEpisodes extends Workload {
  private static final int NEWEST = 20;

  /** Who reads; a Chronicle Map has no order. */
  @Param({"CAIRN", "LMDB", "SQLITE", "MVSTORE", "ROCKSDB", "XODUS", "MAPDB"})
  public ContenderKind contender;

  /** How many there are. */
  @Param({"1000", "1000000"})
  public int episodes;

  private SiteEpisodes data;
  private List<String> urls;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    data = new SiteEpisodes(episodes);
    urls = IntStream.range(0, data.sites()).mapToObj(data::url).toList();
    empty.loadEpisodes(data);
  }

  @Override
  void check(Contender used) {
    for (int site = 0; site < data.sites(); site++) {
      List<String> found = used.newest(urls.get(site), NEWEST).stream().map(Episode::id).toList();
      Proof.equal(urls.get(site), data.newest(site, NEWEST), found);
    }
  }

  /** Which sites a thread reads about. */
  @State(Scope.Thread)
  public static class Reader {
    private Draw urls;

    /** Draws them. */
    @Setup
    public void draw(NewestEpisodes work, ThreadParams thread) {
      urls = new Draw(work.urls, thread.getThreadIndex());
    }
  }

  /** Reads the newest episodes of a site. */
  @Benchmark
  public List<Episode> newest(Reader reader) {
    List<Episode> newest = store().newest(reader.urls.next(), NEWEST);
    Proof.equal("episodes", NEWEST, newest.size());
    return newest;
  }
}
