package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.SiteSelectors;
import dev.cairn.bench.data.SiteUrls;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Measures the writing of a prompt text for a language model about one of 200 sites with 50
 * selectors each, among 10,000 sites.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PromptContext extends BesideVisits {
  /** The least length of the text; in a shorter one the selectors cannot be. */
  private static final int CHARS_AT_LEAST = 1_000;

  /** The contender that reads; a Chronicle Map has no order. */
  @Param({"CAIRN", "LMDB", "SQLITE", "MVSTORE", "ROCKSDB", "XODUS", "MAPDB", "JSON_FILE"})
  public ContenderKind contender;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fillToRead(Contender empty) {
    empty.loadSites(SiteUrls.urls());
    empty.loadSelectors(SiteSelectors.all());
  }

  @Override
  void checkRead(Contender used) {
    for (String url : SiteSelectors.sites()) {
      String text = used.promptContext(url);
      if (text.length() < CHARS_AT_LEAST || !text.contains("form > button")) {
        throw Proof.failed("all that %s is described by is: %s".formatted(url, text));
      }
    }
  }

  /** Chooses the sites that a thread reads about. */
  @State(Scope.Thread)
  public static class Reader {
    private static final List<String> URLS = SiteSelectors.sites();

    private Draw urls;

    /** Draws them. */
    @Setup
    public void draw(ThreadParams thread) {
      urls = new Draw(URLS, thread.getThreadIndex());
    }
  }

  /** Writes what is known of a site. */
  @Benchmark
  public String write(Reader reader) {
    return store().promptContext(reader.urls.next());
  }
}
