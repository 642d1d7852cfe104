package dev.cairn.internal.lmdb.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an LMDB data file page by page through a file channel. The file is never mapped: a missing
 * or damaged page is reported, and causes no signal that ends the JVM.
 *
 * <p>The layout is that of {@code mdb.c}, LMDB 0.9, on a 64-bit machine; see {@link Meta}, {@link
 * Tree} and {@link Page}. Other processes may write to the file meanwhile. The pages of a commit
 * stay as they are until the second commit after it has ended, and that one writes over its meta
 * page: so as long as {@link #holds} says that the meta page is there, what was read was that
 * commit's. A snapshot of LMDB's, held open, keeps its pages for longer.
 *
 * <p>Confined to one thread at a time.
 */
public final class DataFile implements AutoCloseable {
  /** The number of pages that are kept for the next look-up. */
  private static final int KEPT = 256;

  static final int LARGEST_VALUE = Integer.MAX_VALUE - 64;

  private final FileChannel channel;
  private final Headers headers;
  private final int pageSize;
  private final long pages;
  private final Map<Long, Page> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Page> eldest) {
          return size() > KEPT;
        }
      };

  private DataFile(FileChannel channel, Headers headers) throws IOException {
    this.channel = channel;
    this.headers = headers;
    this.pageSize = headers.metas().get(0).pageSize();
    this.pages = channel.size() / pageSize;
  }

  /**
   * Opens a file that must have two sound meta pages.
   *
   * @throws FormatException if they are not: LMDB would refuse the file too
   */
  public static DataFile open(FileChannel channel) throws IOException, FormatException {
    return new DataFile(channel, Headers.sound(channel));
  }

  /**
   * Opens a file whose meta pages may be damaged; {@link #headerDamages} says how.
   *
   * @throws FormatException if there is no meta page at all, nor another page of LMDB's
   */
  public static DataFile openDamaged(Path path) throws IOException, FormatException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new DataFile(channel, Headers.damaged(channel));
    } catch (IOException | FormatException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** Returns what is wrong with the meta pages by themselves. */
  public List<Damage> headerDamages() {
    return headers.damages();
  }

  /** Returns the readable meta pages, one or two; if none is readable, both as raw guesses. */
  public List<Meta> metas() {
    return headers.metas();
  }

  /** Returns the meta page of the last commit, as it was when the file was opened. */
  public Meta newest() {
    List<Meta> metas = headers.metas();
    Meta first = metas.get(0);
    return metas.size() > 1 && metas.get(1).transaction() > first.transaction()
        ? metas.get(1)
        : first;
  }

  /**
   * Returns what the meta pages say, newest first, whatever is wrong with them: which one is newer
   * is told by their free lists, too.
   */
  List<Meta> possibleMetas() throws IOException {
    List<Meta> possible = new ArrayList<>();
    for (int page = 0; page < 2; page++) {
      try {
        possible.add(Headers.anyway(channel, page, pageSize));
      } catch (FormatException e) {
        // the file ends before it
      }
    }
    if (possible.size() == 2
        && age(possible.get(1), possible.get(0)) > age(possible.get(0), possible.get(1))) {
      Collections.reverse(possible);
    }
    return possible;
  }

  /**
   * Returns the transaction of a meta page; where it contradicts itself, what fits to the other.
   */
  private long age(Meta meta, Meta other) throws IOException {
    long freed = newestFreed(meta);
    boolean fits = Math.abs(meta.transaction() - other.transaction()) == 1;
    return !fits && freed != 0 && Math.abs(freed - other.transaction()) == 1
        ? freed
        : meta.transaction();
  }

  /** Returns the last transaction that freed pages, as a free list says; 0 if it does not say. */
  long newestFreed(Meta meta) throws IOException {
    long number = meta.free().root();
    for (int depth = 0; number != Tree.EMPTY && depth < TreeCursor.DEEPEST; depth++) {
      if (misplaced(number, 1, meta.lastPage()) != null) {
        return 0;
      }
      Page page = kept(number);
      if (page.problem != null) {
        return 0;
      }
      int last = page.count() - 1;
      if (page.isLeaf()) {
        byte[] key = page.key(last);
        return key.length == Long.BYTES ? KeyOrder.number(key) : 0;
      }
      number = page.child(last);
    }
    return 0;
  }

  /** Returns whether the meta page is still in the file. */
  public boolean holds(Meta meta) throws IOException {
    try {
      return headers.now(channel, meta).equals(meta);
    } catch (FormatException e) {
      return false;
    }
  }

  /** Returns the size of a page in bytes. */
  public int pageSize() {
    return pageSize;
  }

  /** Returns how many whole pages the file had when it was opened. */
  public long pages() {
    return pages;
  }

  /** Returns a page as it was when it was last read, not too long ago. */
  Page kept(long number) throws IOException {
    Page page = kept.get(number);
    if (page == null) {
      page = read(number);
      kept.put(number, page);
    }
    return page;
  }

  /** Reads a page that is in the file; one that the disk does not give has no form. */
  Page read(long number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(pageSize).order(ByteOrder.nativeOrder());
    fill(bytes, number * pageSize);
    return new Page(number, bytes);
  }

  /**
   * Reads the value that begins on an overflow page.
   *
   * @param length not beyond the end of the file
   */
  byte[] value(long page, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    fill(bytes, page * pageSize + Page.HEADER);
    return bytes.array();
  }

  /** Returns how many overflow pages a value needs. */
  long pagesFor(long length) {
    return (Page.HEADER + length + pageSize - 1) / pageSize;
  }

  /** Returns how many pages the header of an overflow page claims. */
  long overflowPages(long page) throws IOException {
    return Integer.toUnsignedLong(header(page).getInt(Page.HEADER - Integer.BYTES));
  }

  /**
   * Returns why a value cannot be read from the overflow pages that begin at {@code page}, or null.
   */
  @Nullable String overflowProblem(long page, long length, long lastPage) throws IOException {
    String misplaced = misplaced(page, 1, lastPage);
    if (misplaced != null) {
      return misplaced;
    }
    ByteBuffer header = header(page);
    if (header.getLong(0) != page) {
      return "its header says page " + header.getLong(0);
    }
    int flags = Short.toUnsignedInt(header.getShort(Page.FLAGS_AT));
    if (flags != Page.OVERFLOW) {
      return "its flags are 0x%04x, not those of an overflow page".formatted(flags);
    }
    // More than enough is sound: a value that was made shorter in the same transaction keeps them.
    long claimed = overflowPages(page);
    if (pagesFor(length) > claimed || length > LARGEST_VALUE) {
      return "a value of %d bytes is said to be on %d overflow pages".formatted(length, claimed);
    }
    return misplaced(page, claimed, lastPage);
  }

  private ByteBuffer header(long page) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Page.HEADER).order(ByteOrder.nativeOrder());
    fill(bytes, page * pageSize);
    return bytes;
  }

  /** Fills a buffer; what the disk does not give stays zero, which is the form of nothing. */
  private void fill(ByteBuffer bytes, long position) throws IOException {
    try {
      while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
        // the rest
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      bytes.clear(); // a bad sector; the page is then damaged
    }
    bytes.position(0);
  }

  /**
   * Returns the record of a database, or null if there is none of that name.
   *
   * @throws dev.cairn.StorageException if damage hides whether there is one
   */
  public @Nullable Tree database(Meta meta, String name) {
    return new PageView(this, "main", meta.main(), KeyOrder.BYTES, meta)
        .tree(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the rows of a database as a commit left them. */
  public PageView view(Meta meta, String name, Tree tree) {
    return new PageView(this, name, tree, KeyOrder.BYTES, meta);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Returns the error of a page number that is not one of the file's, or null. */
  @Nullable String misplaced(long page, long count, long lastPage) {
    if (page < 2 || count < 1 || page > lastPage || count - 1 > lastPage - page) {
      return count <= 1
          ? "there is no page %d, the last one is %d".formatted(page, lastPage)
          : "there are no pages %d to %d, the last one is %d"
              .formatted(page, page + count - 1, lastPage);
    }
    return count > pages - page
        ? "the file is cut off: page %d is in use, and the file has %d pages"
            .formatted(page + count - 1, pages)
        : null;
  }
}
