package dev.cairn.internal.lmdb.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Recognises the pages of a file of which both headers are damaged. */
final class PageSize {
  /** What is none of LMDB's files has no page among so many. */
  private static final int LOOKED_AT = 1000;

  private PageSize() {}

  /** Returns the size of the file's pages, or 0 if it has none: then it is another program's. */
  static int recognise(FileChannel channel) throws IOException {
    for (int size = Headers.SMALLEST_PAGE; size <= Headers.LARGEST_PAGE; size *= 2) {
      long pages = Math.min(channel.size() / size, LOOKED_AT);
      for (long number = 2; number < pages; number++) {
        ByteBuffer bytes = DataFile.read(channel, number * size, size);
        if (bytes.limit() == size && new Page(number, bytes).problem == null) {
          return size;
        }
      }
    }
    return 0;
  }
}
