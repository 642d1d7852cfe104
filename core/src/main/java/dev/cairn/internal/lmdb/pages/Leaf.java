package dev.cairn.internal.lmdb.pages;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a leaf page of an LMDB data file that may be damaged, in the order of their
 * keys. None of them is certain: an entry must prove itself by its checksum.
 */
public final class Leaf {
  /** The longest value that is tried although the header of its first page speaks against it. */
  private static final int TRIED = 4 << 20;

  private final DataFile file;
  private final Page page;
  private final List<Integer> nodes;
  private int next;

  private Leaf(DataFile file, Page page, List<Integer> nodes) {
    this.file = file;
    this.page = page;
    this.nodes = nodes;
  }

  /** Reads a page; it has no entries if it is a branch page. */
  static Leaf of(DataFile file, long number) throws IOException {
    Page page = file.read(number);
    BitSet nodes = page.problem == null && !page.isLeaf() ? new BitSet() : page.possibleNodes();
    return new Leaf(
        file,
        page,
        nodes.stream()
            .boxed()
            .sorted(
                (one, other) ->
                    Arrays.compareUnsigned(page.possibleKey(one), page.possibleKey(other)))
            .toList());
  }

  /** Returns the key of the next entry, or null if there is none. */
  public byte @Nullable [] key() {
    return next == nodes.size() ? null : page.possibleKey(nodes.get(next));
  }

  /** Passes the next entry without reading it. There must be one. */
  public void pass() {
    next++;
  }

  /** Reads the next entry, and passes it. There must be one. */
  public Entry entry() throws IOException {
    return page.possibleEntry(nodes.get(next++), this::overflow);
  }

  /**
   * The value proves itself, so it is tried even where the header of its first page is damaged. But
   * it may as well be its length that is, which must not cost any amount of memory.
   */
  private byte @Nullable [] overflow(byte[] key, long first, long length) throws IOException {
    long room = first < 2 || first >= file.pages() ? 0 : (file.pages() - first) * file.pageSize();
    return length <= room - Page.HEADER
            && (length <= TRIED || file.overflowProblem(first, length, file.pages() - 1) == null)
        ? file.value(first, (int) length)
        : null;
  }
}
