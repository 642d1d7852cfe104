package dev.cairn.internal.lmdb.pages;

import dev.cairn.internal.lmdb.pages.FormatException.Kind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A meta page of an LMDB data file, which holds the roots of the trees that one commit left. There
 * are two, pages 0 and 1; transaction n writes page n modulo 2.
 *
 * <p>The layout is that of {@code MDB_meta} behind a page header, in {@code mdb.c} of LMDB 0.9 on a
 * 64-bit machine, in the machine's byte order:
 *
 * <pre>
 * byte  size  field
 *    0     8  mp_pgno       page number, 0 or 1          MDB_page
 *    8     2  mp_pad        unused
 *   10     2  mp_flags      P_META (0x08)
 *   12     4  mp_lower, mp_upper  unused
 *   16     4  mm_magic      0xBEEFC0DE                   MDB_meta
 *   20     4  mm_version    1
 *   24     8  mm_address    fixed address of the map, or 0
 *   32     8  mm_mapsize    size of the map, in bytes
 *   40    48  mm_dbs[0]     free list (MDB_db, see {@link Tree}); its md_pad is the page size
 *   88    48  mm_dbs[1]     database of names
 *  136     8  mm_last_pg    last page ever used
 *  144     8  mm_txnid      transaction that wrote this page
 *  152        end
 * </pre>
 *
 * @param page 0 or 1, where it was found
 * @param number the page number in its header, which should be the same
 * @param pageSize the size of every page, in bytes
 * @param mapBytes the size of the map of a program that opens the file without giving one
 * @param free the list of free pages
 * @param main the database of the names of the others
 * @param lastPage the last page ever used; the file may end before it, see {@link PageCheck}
 * @param transaction the transaction that wrote it, which is the version of the store
 */
public record Meta(
    int page,
    long number,
    int pageSize,
    long mapBytes,
    Tree free,
    Tree main,
    long lastPage,
    long transaction) {
  /** The magic number of a file of LMDB's. */
  private static final int MAGIC = 0xBEEFC0DE;

  /** The version of the data format of LMDB 0.9. */
  private static final int DATA_VERSION = 1;

  /** {@code MDB_INTEGERKEY}, always set for the free list. */
  private static final int INTEGER_KEYS = 0x08;

  /**
   * {@code MDB_NOSUBDIR}, the one flag of an environment that may be stored and changes nothing.
   */
  private static final int NO_DIRECTORY = 0x4000;

  private static final int NUMBER_AT = 0;
  private static final int MAGIC_AT = 16;
  private static final int VERSION_AT = 20;
  private static final int MAP_BYTES_AT = 32;
  private static final int FREE_AT = 40;
  private static final int MAIN_AT = 88;
  private static final int LAST_PAGE_AT = 136;

  /** The offset of the transaction, in bytes from the beginning of the page; 8 bytes. */
  public static final int TRANSACTION_AT = 144;

  /** The number of bytes at the beginning of the page that have a meaning. */
  static final int BYTES = 152;

  /**
   * Reads a meta page.
   *
   * @param bytes the first {@link #BYTES} of the page
   * @throws FormatException if it is none, or one of another version or page size
   */
  static Meta parse(int page, ByteBuffer bytes) throws FormatException {
    int flags = Short.toUnsignedInt(bytes.getShort(Page.FLAGS_AT));
    if (bytes.getInt(MAGIC_AT) != MAGIC || (flags & Page.META) == 0) {
      throw new FormatException(Kind.FOREIGN, "it does not begin as an LMDB file does");
    }
    int version = bytes.getInt(VERSION_AT);
    if (version != DATA_VERSION) {
      throw new FormatException(
          Kind.OTHER_VERSION,
          "its LMDB data format is %d, and this program reads %d".formatted(version, DATA_VERSION));
    }
    int pageSize = Tree.parse(bytes, FREE_AT).pad(); // that of the free list is the page size
    if (!PageSize.isPossible(pageSize)) {
      throw new FormatException(Kind.DAMAGED, "its page size is %d".formatted(pageSize));
    }
    return parseAnyway(page, bytes, pageSize);
  }

  /** Reads what may be a meta page, as if it were a sound one. */
  static Meta parseAnyway(int page, ByteBuffer bytes, int pageSize) {
    return new Meta(
        page,
        bytes.getLong(NUMBER_AT),
        pageSize,
        bytes.getLong(MAP_BYTES_AT),
        Tree.parse(bytes, FREE_AT),
        Tree.parse(bytes, MAIN_AT),
        bytes.getLong(LAST_PAGE_AT),
        bytes.getLong(TRANSACTION_AT));
  }

  /** Returns what is wrong with it by itself, or null. */
  @Nullable String problem() {
    if (number != page) {
      return "its header says page " + number;
    }
    if (transaction < 0 || (transaction > 0 && (transaction & 1) != page)) {
      return "it says transaction %d, which is written to the other meta page"
          .formatted(transaction);
    }
    if ((free.flags() & ~NO_DIRECTORY) != INTEGER_KEYS) {
      return "its flags are 0x%04x".formatted(free.flags());
    }
    return null;
  }
}
