package dev.cairn.engine.lmdb;

import dev.cairn.engine.lmdb.PageFile.FormatException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An LMDB data file read in plain Java, every offset checked, before LMDB maps it: a damaged or
 * foreign file then gives an exception and never a SIGBUS.
 *
 * <p>The layout is that of {@code mdb.c}, LMDB 0.9, on a 64-bit machine: page 0 and 1 are meta
 * pages, of which the one with the larger transaction id counts; a page begins with its number (8
 * bytes), padding (2), flags (2), and the lower and upper bounds of its free space (2 each), then
 * the offsets of its nodes; a node is the low and high half of the data size (2 each; in a branch
 * page, with the flags, the number of the child page), flags (2), the key's size (2), key and data.
 */
final class PageFile {
  /** What makes a file one of LMDB's. */
  static final int MAGIC = 0xBEEFC0DE;

  /** The version of the data format of LMDB 0.9. */
  static final int DATA_VERSION = 1;

  private static final int PAGE_HEADER = 16;
  private static final int META_BYTES = 136;
  private static final int DATABASE_BYTES = 48;
  private static final int NODE_HEADER = 8;
  private static final int P_BRANCH = 0x01;
  private static final int P_LEAF = 0x02;
  private static final int P_OVERFLOW = 0x04;
  private static final int P_META = 0x08;
  private static final int F_BIGDATA = 0x01;
  private static final int F_SUBDATA = 0x02;
  private static final long NO_PAGE = -1;
  private static final int DEEPEST = 32; // CURSOR_STACK of mdb.c

  private final FileChannel channel;
  private final int pageSize;
  private final Meta meta;
  private long pagesSeen;

  private PageFile(FileChannel channel, Meta meta) {
    this.channel = channel;
    this.pageSize = meta.pageSize;
    this.meta = meta;
  }

  /** The part of a meta page that matters here. */
  record Meta(int pageSize, long freeRoot, long mainRoot, long lastPage, long transaction) {}

  /** The file is not what it should be; the message says in which way. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong in general. */
    enum Kind {
      /** The file is another program's. */
      FOREIGN,
      /** The file is of a version that this program does not read. */
      OTHER_VERSION,
      /** The file is one that this program wrote, and no longer whole. */
      DAMAGED
    }

    final Kind kind;

    FormatException(Kind kind, String message) {
      super(message);
      this.kind = kind;
    }
  }

  /** Reads the meta pages. */
  static PageFile open(FileChannel channel) throws IOException, FormatException {
    ByteBuffer first = read(channel, 0, PAGE_HEADER + META_BYTES);
    if (first.remaining() < PAGE_HEADER + META_BYTES) {
      throw new FormatException(
          Kind.DAMAGED, "it has only %d bytes, less than a header".formatted(channel.size()));
    }
    Meta zero = meta(first);
    ByteBuffer second = read(channel, zero.pageSize, PAGE_HEADER + META_BYTES);
    if (second.remaining() < PAGE_HEADER + META_BYTES) {
      throw new FormatException(
          Kind.DAMAGED, "it ends before its second header, at byte %d".formatted(channel.size()));
    }
    Meta one = meta(second);
    return new PageFile(channel, one.transaction > zero.transaction ? one : zero);
  }

  private static Meta meta(ByteBuffer page) throws FormatException {
    int flags = Short.toUnsignedInt(page.getShort(10));
    int magic = page.getInt(PAGE_HEADER);
    if (magic != MAGIC || (flags & P_META) == 0) {
      throw new FormatException(Kind.FOREIGN, "it does not begin as an LMDB file does");
    }
    int version = page.getInt(PAGE_HEADER + 4);
    if (version != DATA_VERSION) {
      throw new FormatException(
          Kind.OTHER_VERSION,
          "its LMDB data format is %d, and this program reads %d".formatted(version, 1));
    }
    int databases = PAGE_HEADER + 24;
    int pageSize = page.getInt(databases); // md_pad of the free list is the page size
    if (pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
      throw new FormatException(Kind.DAMAGED, "its page size is %d".formatted(pageSize));
    }
    return new Meta(
        pageSize,
        page.getLong(databases + 40),
        page.getLong(databases + DATABASE_BYTES + 40),
        page.getLong(databases + 2 * DATABASE_BYTES),
        page.getLong(databases + 2 * DATABASE_BYTES + 8));
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, position + buffer.position());
      if (count < 0) {
        break;
      }
    }
    return buffer.flip();
  }

  long transaction() {
    return meta.transaction;
  }

  /** Tells whether the file is as long as its newest meta page says. */
  boolean hasFullLength() throws IOException {
    return channel.size() / pageSize > meta.lastPage;
  }

  /**
   * Checks that every page which is in use lies in the file.
   *
   * <p>The last pages may be missing in a sound file: those that one transaction both took and
   * freed are counted, but never written. So what a short file lacks must be looked for.
   */
  void checkPagesInUse() throws IOException, FormatException {
    checkTree(meta.freeRoot, 0);
    checkTree(meta.mainRoot, 0);
  }

  private void checkTree(long root, int depth) throws IOException, FormatException {
    if (root == NO_PAGE) {
      return;
    }
    if (depth > DEEPEST) {
      throw new FormatException(
          Kind.DAMAGED, "its tree is deeper than %d pages".formatted(DEEPEST));
    }
    if (++pagesSeen > meta.lastPage) {
      throw new FormatException(Kind.DAMAGED, "page %d is in use twice".formatted(root));
    }
    Page page = page(root);
    for (int i = 0; i < page.count(); i++) {
      if (page.isBranch()) {
        checkTree(page.child(i), depth + 1);
      } else if ((page.nodeFlags(i) & F_BIGDATA) != 0) {
        long overflow = page.data(i, Long.BYTES).getLong(0);
        requireInFile(overflow);
        requireInFile(overflow + (page.dataSize(i) + PAGE_HEADER - 1L) / pageSize);
      } else if ((page.nodeFlags(i) & F_SUBDATA) != 0) {
        checkTree(page.data(i, DATABASE_BYTES).getLong(40), depth + 1);
      }
    }
  }

  private void requireInFile(long number) throws IOException, FormatException {
    if (number < 0 || number > meta.lastPage || number >= channel.size() / pageSize) {
      throw new FormatException(
          Kind.DAMAGED,
          "it is cut off: page %d is in use, and the file has %d pages (%d bytes)"
              .formatted(number, channel.size() / pageSize, channel.size()));
    }
  }

  /** Returns the names in the main database. */
  Set<String> databases() throws IOException, FormatException {
    Set<String> names = new HashSet<>();
    if (meta.mainRoot != NO_PAGE) {
      Page page = page(meta.mainRoot);
      for (int i = 0; page.isLeaf() && i < page.count(); i++) {
        names.add(new String(page.key(i), StandardCharsets.UTF_8));
      }
    }
    return names;
  }

  /** Returns the value of the smallest key of a database, if it is {@code key}. */
  byte @Nullable [] first(String database, byte[] key) throws IOException, FormatException {
    if (meta.mainRoot == NO_PAGE) {
      return null;
    }
    Page main = page(meta.mainRoot);
    for (int i = 0; main.isLeaf() && i < main.count(); i++) {
      if (new String(main.key(i), StandardCharsets.UTF_8).equals(database)
          && (main.nodeFlags(i) & F_SUBDATA) != 0) {
        return firstOf(main.data(i, DATABASE_BYTES).getLong(40), key);
      }
    }
    return null;
  }

  private byte @Nullable [] firstOf(long root, byte[] key) throws IOException, FormatException {
    long number = root;
    for (int depth = 0; number != NO_PAGE && depth <= DEEPEST; depth++) {
      Page page = page(number);
      if (page.isLeaf()) {
        boolean found =
            page.count() > 0 && Arrays.equals(page.key(0), key) && page.nodeFlags(0) == 0;
        return found ? page.data(0, (int) Math.min(page.dataSize(0), pageSize)).array() : null;
      }
      number = page.child(0);
    }
    return null;
  }

  private Page page(long number) throws IOException, FormatException {
    requireInFile(number);
    Page page = new Page(number, read(channel, number * pageSize, pageSize));
    page.check();
    return page;
  }

  /** One page with its nodes. */
  private final class Page {
    private final long number;
    private final ByteBuffer bytes;

    Page(long number, ByteBuffer bytes) {
      this.number = number;
      this.bytes = bytes;
    }

    void check() throws FormatException {
      int lower = Short.toUnsignedInt(bytes.getShort(12));
      int kind = flags() & (P_BRANCH | P_LEAF | P_OVERFLOW | P_META);
      if (bytes.getLong(0) != number
          || (kind != P_BRANCH && kind != P_LEAF)
          || lower < PAGE_HEADER
          || lower > pageSize) {
        throw damaged();
      }
    }

    private FormatException damaged() {
      return new FormatException(Kind.DAMAGED, "page %d is damaged".formatted(number));
    }

    private int flags() {
      return Short.toUnsignedInt(bytes.getShort(10));
    }

    boolean isBranch() {
      return (flags() & P_BRANCH) != 0;
    }

    boolean isLeaf() {
      return (flags() & P_LEAF) != 0;
    }

    int count() {
      return (Short.toUnsignedInt(bytes.getShort(12)) - PAGE_HEADER) / 2;
    }

    private int node(int index) throws FormatException {
      int offset = Short.toUnsignedInt(bytes.getShort(PAGE_HEADER + 2 * index));
      if (offset < PAGE_HEADER || offset + NODE_HEADER > pageSize) {
        throw damaged();
      }
      return offset;
    }

    private int half(int index, int at) throws FormatException {
      return Short.toUnsignedInt(bytes.getShort(node(index) + at));
    }

    int nodeFlags(int index) throws FormatException {
      return half(index, 4);
    }

    long child(int index) throws FormatException {
      return half(index, 0) | (long) half(index, 2) << 16 | (long) half(index, 4) << 32;
    }

    long dataSize(int index) throws FormatException {
      return half(index, 0) | (long) half(index, 2) << 16;
    }

    byte[] key(int index) throws FormatException {
      return copy(node(index) + NODE_HEADER, half(index, 6)).array();
    }

    ByteBuffer data(int index, int length) throws FormatException {
      return copy(node(index) + NODE_HEADER + half(index, 6), length);
    }

    private ByteBuffer copy(int offset, int length) throws FormatException {
      if (length < 0 || offset + length > pageSize) {
        throw damaged();
      }
      byte[] copy = new byte[length];
      bytes.get(offset, copy);
      return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    }
  }
}
