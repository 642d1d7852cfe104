package dev.cairn.bench.work;

import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.Note;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Draws random keys of records for one thread of a benchmark. */
@State(Scope.Thread)
public class RandomIds {
  private static final List<String> IDS =
      IntStream.range(0, Note.COUNT).mapToObj(Note::id).toList();

  private Draw draw;

  /** Draws them. */
  @Setup
  public void draw(ThreadParams thread) {
    draw = new Draw(IDS, thread.getThreadIndex());
  }

  String next() {
    return draw.next();
  }
}
