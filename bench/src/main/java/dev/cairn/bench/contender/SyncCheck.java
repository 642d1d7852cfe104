package dev.cairn.bench.contender;

import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.StoreDirectory;
import java.util.List;

/**
 * Makes durable writes one after the other, so that a trace of its system calls shows whether a
 * store syncs each write.
 *
 * <p>Half of the writes are puts and half are updates. One thread makes the writes and waits for
 * each, so a durable contender has to sync each of them.
 */
public final class SyncCheck {
  private SyncCheck() {}

  /** Makes the writes; the arguments are the {@link ContenderKind} and the number of writes. */
  public static void main(String[] args) {
    ContenderKind kind = ContenderKind.valueOf(args[0]);
    int writes = Integer.parseInt(args[1]);
    List<Note> notes = Note.all().subList(0, 100);
    try (StoreDirectory directory = new StoreDirectory();
        Contender contender = kind.open(directory.path())) {
      contender.loadNotes(notes);
      for (int i = 0; i < writes; i++) {
        Note note = notes.get(i % notes.size());
        if (i % 2 == 0) {
          contender.put(new Note(note.id(), "put " + i, note.tags(), i, i, note.at()));
        } else {
          contender.use(note.id());
        }
      }
    }
    System.out.println(writes);
  }
}
