package dev.cairn.internal.lmdb;

import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import org.lmdbjava.Dbi;
import org.lmdbjava.EnvInfo;

/**
 * Reserves free pages so that rows can be deleted from a full store. LMDB copies each page before
 * it changes it, so without a free page nothing could be deleted.
 *
 * <p>A batch that has stored something takes these pages before it commits and gives them back at
 * once; if it cannot, the map is full. Pages that one transaction both took and gave back can be
 * used by the next one ({@code mdb_ovpage_free} in {@code mdb.c} of LMDB 0.9), unlike those that
 * held rows, which the next but one can use. They are taken one by one, since the free pages of a
 * full map do not lie side by side.
 */
final class DeletionRoom {
  /**
   * Enough for three transactions in a row that each delete a row with a few index entries: by then
   * what the first one freed can be used.
   */
  private static final int PAGES = 32;

  private static final int PAGE_HEADER_BYTES = 16;

  private DeletionRoom() {}

  /**
   * Makes sure of the pages, where the map is so full that it matters.
   *
   * @param batch a transaction that is about to commit
   * @param stored the number of bytes that it has stored
   * @throws org.lmdbjava.LmdbException if the map is full
   */
  static void keep(LmdbBatch batch, long stored) {
    Environment environment = batch.environment;
    EnvInfo file = environment.infoInTransaction();
    int pageSize = environment.pageSize();
    long used = (file.lastPageNumber + 1) * pageSize;
    // The batch may have copied every page that there was.
    if (used < file.mapSize / 4 && stored < file.mapSize / 16) {
      return;
    }
    Dbi<NativeBytes> database = environment.changes();
    for (int i = 0; i < PAGES; i++) {
      database
          .reserve(batch.txn, batch.key.set(FreePages.temporary(i)), pageSize - PAGE_HEADER_BYTES)
          .clear(); // old contents of that memory must not get into the file
    }
    for (int i = 0; i < PAGES; i++) {
      boolean unused = database.delete(batch.txn, batch.key.set(FreePages.temporary(i)));
    }
  }
}
