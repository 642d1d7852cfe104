package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
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

/** Measures reads of 50 records whose keys have a common prefix, in the order of their keys. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PrefixScan extends BesideVisits {
  /** The contender that reads; a Chronicle Map has no order. */
  @Param({
    "CAIRN",
    "CAIRN_UNCACHED",
    "LMDB",
    "SQLITE",
    "MVSTORE",
    "ROCKSDB",
    "XODUS",
    "MAPDB",
    "JSON_FILE"
  })
  public ContenderKind contender;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fillToRead(Contender empty) {
    empty.loadNotes(Note.all());
  }

  @Override
  void checkRead(Contender used) {
    List<Note> all = Note.all();
    for (int first = 0; first < Note.COUNT; first += Note.PER_SHOP) {
      String prefix = Note.shop(first / Note.PER_SHOP);
      Proof.equal(prefix, all.subList(first, first + Note.PER_SHOP), used.notes(prefix));
    }
  }

  /** Chooses the shops that a thread reads about. */
  @State(Scope.Thread)
  public static class Reader {
    private static final List<String> PREFIXES =
        IntStream.range(0, Note.COUNT / Note.PER_SHOP).mapToObj(Note::shop).toList();

    private Draw prefixes;

    /** Draws them. */
    @Setup
    public void draw(ThreadParams thread) {
      prefixes = new Draw(PREFIXES, thread.getThreadIndex());
    }
  }

  /** Reads the notes of a shop. */
  @Benchmark
  public List<Note> scan(Reader reader) {
    List<Note> notes = store().notes(reader.prefixes.next());
    Proof.equal("notes", Note.PER_SHOP, notes.size());
    return notes;
  }
}
