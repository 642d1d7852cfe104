package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.process.CommittingJvm;
import dev.cairn.bench.process.CommittingJvm.Changes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Measures reads of cached records by their keys while another JVM commits changes of other
 * records. The real rate of commits depends on the machine, too: this JVM observes it, and reports
 * it as the secondary result {@link #COMMITS}, without which the figure means nothing.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CachedReadBesideCommits extends Workload {
  /** The secondary result, in the unit of the figure. */
  public static final String COMMITS = "commits";

  /** The contender that reads. */
  @Param("CAIRN")
  public ContenderKind contender;

  /** The commits of the other JVM in a second. */
  @Param({"0", "1000"})
  public int commitsPerSecond;

  private CacheHits<Note> hits;
  private @Nullable CommittingJvm other;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    empty.loadNotes(Note.first(CommittingJvm.END));
    String[] ids = Note.all().stream().map(Note::id).toArray(String[]::new);
    hits = new CacheHits<>(ids.length, number -> empty.note(ids[number]));
    hits.look();
    if (commitsPerSecond > 0) {
      other = CommittingJvm.start(contender, directory(), Changes.NOTES, commitsPerSecond);
    }
  }

  /** Looks whether the iteration's reads were hits. */
  @TearDown(Level.Iteration)
  public void look() {
    hits.look();
  }

  @Override
  void check(Contender used) {
    if (other != null) {
      other.close();
      if (NoteUses.count(used, CommittingJvm.FROM, CommittingJvm.END) == 0) {
        throw Proof.failed("the other JVM made no commit");
      }
    }
    hits.check();
    Proof.stored(used, Note.all());
  }

  /** The commits of the other JVM meanwhile, counted by the first thread. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Other {
    /** The number of its commits. */
    public long commits;

    private long before;

    /** Looks how many there are before an iteration. */
    @Setup(Level.Iteration)
    public void before(CachedReadBesideCommits work, ThreadParams thread) {
      before = commits(work, thread);
    }

    /** Looks how many there are after it. */
    @TearDown(Level.Iteration)
    public void after(CachedReadBesideCommits work, ThreadParams thread) {
      commits = commits(work, thread) - before;
    }

    private static long commits(CachedReadBesideCommits work, ThreadParams thread) {
      return thread.getThreadIndex() > 0
          ? 0
          : NoteUses.count(work.store(), CommittingJvm.FROM, CommittingJvm.END);
    }
  }

  /** Reads a note. */
  @Benchmark
  public @Nullable Note read(RandomIds ids, Other other) {
    return store().note(ids.next());
  }
}
