package dev.cairn.bench.work;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
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
 * Reads 50 notes of a shop, as a query that nobody has asked before or as plain rows. The
 * difference is the price of noting what a query reads.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FirstQuery extends Workload {
  /** The contender; no other one has queries that are kept. */
  @Param("CAIRN")
  public ContenderKind contender;

  /** Whether it is a query. */
  @Param({"true", "false"})
  public boolean query;

  private Cairn cairn;
  private Memory memory;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    empty.loadNotes(Note.all());
    cairn = Cairn.open(directory());
    memory = cairn.memory();
  }

  @Override
  void check(Contender used) {
    cairn.close();
  }

  /** Chooses the shops that a thread reads about, and tells its queries apart. */
  @State(Scope.Thread)
  public static class Reader {
    private static final List<String> PREFIXES =
        IntStream.range(0, Note.COUNT / Note.PER_SHOP).mapToObj(Note::shop).toList();

    private Draw prefixes;
    private long asked;

    /** Draws them. */
    @Setup
    public void draw(ThreadParams thread) {
      prefixes = new Draw(PREFIXES, thread.getThreadIndex());
    }
  }

  private record NumberedNotes(String prefix, long number) implements Query<Memory, List<Note>> {
    @Override
    public List<Note> answer(Memory memory) {
      return notes(memory, prefix);
    }
  }

  private static List<Note> notes(Memory memory, String prefix) {
    Scan scan = Scan.all().from(prefix).before(prefix + '\uffff');
    return memory.scan(Note.TABLE, scan).map(Row::value).toList();
  }

  /** Reads the notes of a shop. */
  @Benchmark
  public List<Note> read(Reader reader) {
    String prefix = reader.prefixes.next();
    List<Note> notes =
        query
            ? memory.query(new NumberedNotes(prefix, reader.asked++))
            : memory.read(in -> notes(in, prefix));
    Proof.equal("notes", Note.PER_SHOP, notes.size());
    return notes;
  }
}
