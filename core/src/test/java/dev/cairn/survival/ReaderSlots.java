package dev.cairn.survival;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the ids of the processes that are registered as readers in a store's LMDB lock file. The
 * slots follow 128 bytes, with 64 bytes each, of which the second eight begin with the process id
 * ({@code MDB_reader} in {@code mdb.c}).
 */
final class ReaderSlots {
  private static final int FIRST = 128;
  private static final int SIZE = 64;
  private static final int PID = 8;

  private ReaderSlots() {}

  /**
   * Returns the ids of the processes that have a slot. Not for a store that this JVM has open:
   * closing the file would drop LMDB's locks.
   */
  static Set<Long> processes(Path store) throws IOException {
    ByteBuffer lock =
        ByteBuffer.wrap(Files.readAllBytes(store.resolve("lock.mdb")))
            .order(ByteOrder.nativeOrder());
    Set<Long> processes = new TreeSet<>();
    for (int at = FIRST; at + SIZE <= lock.limit(); at += SIZE) {
      int pid = lock.getInt(at + PID);
      if (pid != 0) {
        processes.add((long) pid);
      }
    }
    return processes;
  }
}
