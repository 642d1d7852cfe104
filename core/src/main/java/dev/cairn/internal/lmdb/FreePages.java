package dev.cairn.internal.lmdb;

import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.EnvInfo;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Stat;

/**
 * Keeps the free pages of a small store contiguous, so that a commit writes adjacent pages and
 * needs few requests to the disk.
 *
 * <p>LMDB lists the pages that each commit frees, and uses up the oldest list before it looks at
 * the next ({@code mdb_page_alloc} in {@code mdb.c} of LMDB 0.9). After some thousand commits these
 * are pages from all over the file. Asked for a run of pages, it merges one list after the other
 * until there is one. So now and then a batch asks for as many runs as the next commits will need,
 * and gives them back at once: what is left is one long sorted list, from which LMDB then takes
 * neighbours.
 *
 * <p>There are runs only where much more is free than in use: such a file grows to 20 to 32 MiB. In
 * a store that uses more than {@value #MOST_USED_BYTES} bytes, or on a disk that is nearly full,
 * nothing is done. While a snapshot is held, LMDB gives nothing back that was freed since: the runs
 * are then made of new pages, until the file has its 32 MiB. Confined to the thread that commits.
 */
final class FreePages {
  /** A quarter of what the file may grow to for the sake of runs. */
  static final int MOST_USED_BYTES = 8 << 20;

  private static final int MOST_BYTES = 4 * MOST_USED_BYTES;
  private static final int RUN_PAGES = 32;
  private static final int RUNS = 8;

  /** The pages of a commit besides those of its changes: roots, change log and free list. */
  private static final int COMMIT_PAGES = 6;

  private static final int PAGE_HEADER_BYTES = 16;

  private final Environment environment;
  private final NativeBytes key;

  /** The pages that the batches since the last time took, roughly, but for the last one. */
  private long taken;

  private @Nullable LmdbBatch last;

  FreePages(Environment environment, NativeBytes key) {
    this.environment = environment;
    this.key = key;
  }

  /**
   * Brings the free pages together, if it is time and worth it.
   *
   * @param batch a transaction that has just begun
   * @return false if that failed: the transaction is lost then
   */
  boolean gather(LmdbBatch batch) {
    if (last != null && last.changes() > 0) {
      taken += Math.min(last.changes(), RUNS * RUN_PAGES) + COMMIT_PAGES;
    }
    last = batch;
    if (taken < RUNS * RUN_PAGES) {
      return true;
    }
    taken = 0;
    Stat data = environment.data().stat(batch.txn);
    EnvInfo file = environment.infoInTransaction();
    long used = (data.branchPages + data.leafPages + data.overflowPages) * data.pageSize;
    long grown = (file.lastPageNumber + RUNS * RUN_PAGES) * data.pageSize;
    if (used > MOST_USED_BYTES
        || grown > MOST_BYTES
        || 2 * grown > file.mapSize
        || environment.store().toFile().getUsableSpace() < MOST_BYTES) {
      return true;
    }
    try {
      reserveRuns(batch, RUN_PAGES * data.pageSize - PAGE_HEADER_BYTES);
      return true;
    } catch (LmdbException e) {
      return false; // no memory, say: the file stays as it is
    }
  }

  /**
   * Reserves the runs as values of the change log, behind all versions, and deletes them.
   *
   * <p>New pages are written even so. LMDB takes them from the C heap and clears the last one of a
   * run only: what this process had in that memory must not get into the file.
   */
  private void reserveRuns(LmdbBatch batch, int bytes) {
    Dbi<NativeBytes> database = environment.changes();
    for (int i = 0; i < RUNS; i++) {
      database.reserve(batch.txn, key.set(temporary(i)), bytes).clear();
    }
    for (int i = 0; i < RUNS; i++) {
      database.delete(batch.txn, key.set(temporary(i)));
    }
  }

  /** A key that is longer than a version's, and greater than all of them. */
  static byte[] temporary(int number) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(-1).putInt(number).array();
  }
}
