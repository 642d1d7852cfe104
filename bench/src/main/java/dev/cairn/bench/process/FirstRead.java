package dev.cairn.bench.process;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The program of a child JVM that opens a store and reads one record, so that the time of its start
 * can be measured.
 */
final class FirstRead {
  private FirstRead() {}

  /** Runs; the arguments are contender, directory and the id of the note. */
  public static void main(String[] args) {
    try (Contender store = ContenderKind.valueOf(args[0]).open(Path.of(args[1]))) {
      Note note = Objects.requireNonNull(store.note(args[2]), args[2]);
      ParentJvm.say("read", note.uses());
    }
  }
}
