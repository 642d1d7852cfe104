package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.SiteEpisodes;
import dev.cairn.episodes.Episode;
import java.util.Arrays;
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

/**
 * Measures reads of the newest 20 episodes of a site, which are recorded tasks of agents, by an
 * index. There are few episodes or many. The sites are the same few again and again, as with agents
 * at work, or any, so that next to nothing is in a cache of any kind.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NewestEpisodes extends BesideVisits {
  private static final int NEWEST = 20;

  /** The contender that reads; a Chronicle Map has no order. */
  @Param({"CAIRN", "LMDB", "SQLITE", "MVSTORE", "ROCKSDB", "XODUS", "MAPDB"})
  public ContenderKind contender;

  /** The number of episodes in the store. */
  @Param({"1000", "1000000"})
  public int episodes;

  /** The number of sites that are asked about; {@code -p episodes=1000} has 20 in all. */
  @Param({"20", "20000"})
  public int askedSites;

  private SiteEpisodes data;
  private int[] sites;
  private List<String> urls;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fillToRead(Contender empty) {
    data = new SiteEpisodes(episodes);
    int apart = Math.max(1, data.sites() / askedSites);
    sites = IntStream.iterate(0, site -> site < data.sites(), site -> site + apart).toArray();
    urls = Arrays.stream(sites).mapToObj(data::url).toList();
    empty.loadEpisodes(data);
  }

  @Override
  void checkRead(Contender used) {
    for (int i = 0; i < sites.length; i++) {
      List<String> found = used.newest(urls.get(i), NEWEST).stream().map(Episode::id).toList();
      Proof.equal(urls.get(i), data.newest(sites[i], NEWEST), found);
    }
  }

  /** Chooses the sites that a thread reads about. */
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
