package dev.cairn.engine.lmdb;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.EnvInfo;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Stat;

/**
 * Keeps the free pages of a small store in runs, so that the pages of a commit lie side by side in
 * the file and go to the device in few requests instead of one each.
 *
 * <p>LMDB lists the pages that each commit frees, and uses up the oldest list before it looks at
 * the next ({@code mdb_page_alloc} in {@code mdb.c} of LMDB 0.9). After some thousand commits these
 * are pages from all over the file. Asked for a run of pages, it merges one list after the other
 * until there is one. So now and then a batch asks for as many runs as the next commits will need,
 * and gives them back at once: what is left is one long sorted list, from which LMDB then takes
 * neighbours.
 *
 * <p>There are runs only where much more is free than in use: such a file grows to 20 to 32 MiB. In
 * a store with more than {@value #MOST_USED} pages nothing is done. Confined to the writer's
 * thread.
 */
final class FreePages {
  /** Half of what the file may grow to for the sake of runs. */
  static final int MOST_USED = 2048;

  private static final int MOST_PAGES = 4 * MOST_USED;
  private static final int RUN_PAGES = 32;
  private static final int RUNS = 8;

  /** What a commit takes besides the pages of its changes: roots, change log and free list. */
  private static final int COMMIT_PAGES = 6;

  private static final int PAGE_HEADER_BYTES = 16;

  private final Environment environment;
  private final NativeBytes key;

  /** How many pages the batches since the last time took, roughly, but for the last one. */
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
      taken += Math.min(last.changes(), MOST_USED) + COMMIT_PAGES;
    }
    last = batch;
    if (taken < RUNS * RUN_PAGES) {
      return true;
    }
    taken = 0;
    Stat data = environment.data().stat(batch.txn);
    EnvInfo file = environment.info();
    long used = data.branchPages + data.leafPages + data.overflowPages;
    long grown = file.lastPageNumber + RUNS * RUN_PAGES;
    if (used > MOST_USED || grown > MOST_PAGES || 2 * grown * data.pageSize > file.mapSize) {
      return true;
    }
    try {
      reserveRuns(batch, RUN_PAGES * data.pageSize - PAGE_HEADER_BYTES);
      return true;
    } catch (LmdbException e) {
      return false; // no memory, say: the file stays as it is
    }
  }

  /** Reserves the runs as values of the change log, behind all versions, and deletes them. */
  private void reserveRuns(LmdbBatch batch, int bytes) {
    Dbi<NativeBytes> database = environment.changes();
    for (int i = 0; i < RUNS; i++) {
      database.reserve(batch.txn, key.set(temporary(i)), bytes);
    }
    for (int i = 0; i < RUNS; i++) {
      database.delete(batch.txn, key.set(temporary(i)));
    }
  }

  /** A key that is longer than a version's, and greater than all of them. */
  private static byte[] temporary(int number) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(-1).putInt(number).array();
  }
}
