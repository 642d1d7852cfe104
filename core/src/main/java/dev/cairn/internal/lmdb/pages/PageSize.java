package dev.cairn.internal.lmdb.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Lists the page sizes that LMDB allows, and finds the page size of a file whose header is damaged.
 */
final class PageSize {
  static final int SMALLEST = 512;
  static final int LARGEST = 32 << 10;

  /** Among so many pages, a file of another program has none that passes for LMDB's. */
  private static final int LOOKED_AT = 1000;

  private PageSize() {}

  /** Returns whether LMDB could have chosen this page size: a power of two up to 32 KiB. */
  static boolean isPossible(int pageSize) {
    return pageSize >= SMALLEST && pageSize <= LARGEST && Integer.bitCount(pageSize) == 1;
  }

  /** Returns the size of the file's pages, or 0 if it has none: then it is another program's. */
  static int recognise(FileChannel channel) throws IOException {
    for (int size = SMALLEST; size <= LARGEST; size *= 2) {
      long pages = Math.min(channel.size() / size, LOOKED_AT);
      for (long number = 2; number < pages; number++) {
        ByteBuffer bytes = ChannelBytes.read(channel, number * size, size);
        if (bytes.limit() == size && new Page(number, bytes).problem == null) {
          return size;
        }
      }
    }
    return 0;
  }
}
