package dev.cairn.internal.lmdb.pages;

import dev.cairn.internal.lmdb.pages.FormatException.Kind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A meta page: the point from which everything that one commit shows is reached. There are two,
 * pages 0 and 1; transaction n writes page n modulo 2.
 *
 * @param page 0 or 1, where it was found
 * @param number the page number in its header, which should be the same
 * @param pageSize the size of every page, in bytes
 * @param free the list of free pages
 * @param main the database of the names of the others
 * @param lastPage the last page ever used; the file may end before it, see {@link PageCheck}
 * @param transaction the transaction that wrote it, which is the version of the store
 */
public record Meta(
    int page, long number, int pageSize, Tree free, Tree main, long lastPage, long transaction) {
  /** What makes a file one of LMDB's. */
  private static final int MAGIC = 0xBEEFC0DE;

  /** The version of the data format of LMDB 0.9. */
  private static final int DATA_VERSION = 1;

  /** {@code MDB_INTEGERKEY}, always set for the free list. */
  private static final int INTEGER_KEYS = 0x08;

  /**
   * {@code MDB_NOSUBDIR}, the one flag of an environment that may be stored and changes nothing.
   */
  private static final int NO_DIRECTORY = 0x4000;

  private static final int TREES = Page.HEADER + 24;

  /** Where the transaction stands, in bytes from the beginning of the page; 8 bytes. */
  public static final int TRANSACTION_AT = TREES + 2 * Tree.BYTES + 8;

  /** The bytes at the beginning of the page that matter. */
  static final int BYTES = TRANSACTION_AT + 8;

  /**
   * Reads a meta page.
   *
   * @param bytes the first {@link #BYTES} of the page
   * @throws FormatException if it is none, or one of another version or page size
   */
  static Meta parse(int page, ByteBuffer bytes) throws FormatException {
    int flags = Short.toUnsignedInt(bytes.getShort(Page.FLAGS_AT));
    if (bytes.getInt(Page.HEADER) != MAGIC || (flags & Page.META) == 0) {
      throw new FormatException(Kind.FOREIGN, "it does not begin as an LMDB file does");
    }
    int version = bytes.getInt(Page.HEADER + 4);
    if (version != DATA_VERSION) {
      throw new FormatException(
          Kind.OTHER_VERSION,
          "its LMDB data format is %d, and this program reads %d".formatted(version, DATA_VERSION));
    }
    int pageSize = Tree.parse(bytes, TREES).pad(); // that of the free list is the page size
    if (!isPageSize(pageSize)) {
      throw new FormatException(Kind.DAMAGED, "its page size is %d".formatted(pageSize));
    }
    return parseAnyway(page, bytes, pageSize);
  }

  /** Reads what may be a meta page, as if it were a sound one. */
  static Meta parseAnyway(int page, ByteBuffer bytes, int pageSize) {
    return new Meta(
        page,
        bytes.getLong(0),
        pageSize,
        Tree.parse(bytes, TREES),
        Tree.parse(bytes, TREES + Tree.BYTES),
        bytes.getLong(TREES + 2 * Tree.BYTES),
        bytes.getLong(TRANSACTION_AT));
  }

  /** Returns whether LMDB could have chosen this page size: a power of two up to 32 KiB. */
  static boolean isPageSize(int pageSize) {
    return pageSize >= Headers.SMALLEST_PAGE
        && pageSize <= Headers.LARGEST_PAGE
        && Integer.bitCount(pageSize) == 1;
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
