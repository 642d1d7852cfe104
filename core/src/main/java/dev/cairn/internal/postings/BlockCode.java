package dev.cairn.internal.postings;

import dev.cairn.internal.postings.PostingCursor.Header;
import java.util.Arrays;

/**
 * Writes blocks of postings as bytes; {@link PostingCursor} reads them.
 *
 * <p>Layout, of numbers in seven bits a byte, the least first, with the eighth set in all bytes but
 * the last: the number of postings; the first passage; how far the last passage is beyond it; the
 * payload of the first; then for each further posting how far it is beyond the one before it, and
 * its payload.
 */
final class BlockCode {
  private static final int MOST_BYTES = 10;

  private byte[] buffer;
  private int length;

  private BlockCode(int expected) {
    buffer = new byte[expected];
  }

  /** Returns the block of the postings from {@code from} up to, not including, {@code to}. */
  static byte[] encode(PostingRun run, int from, int to) {
    BlockCode out = new BlockCode(4 * (to - from) + 2 * MOST_BYTES);
    long first = run.passage(from);
    out.header(to - from, first, run.passage(to - 1));
    out.write(run.payload(from));
    for (int i = from + 1; i < to; i++) {
      out.write(run.passage(i) - run.passage(i - 1));
      out.write(run.payload(i));
    }
    return out.bytes();
  }

  /** Returns the block with one more posting, of a passage greater than the last. */
  static byte[] append(byte[] block, Header header, long passage, int payload) {
    BlockCode out = new BlockCode(block.length + 2 * MOST_BYTES);
    out.header(header.count() + 1, header.first(), passage);
    int kept = block.length - header.bytes();
    out.ensure(kept);
    System.arraycopy(block, header.bytes(), out.buffer, out.length, kept);
    out.length += kept;
    out.write(passage - header.last());
    out.write(payload);
    return out.bytes();
  }

  /** Returns the postings of a block. */
  static PostingRun decode(byte[] block) {
    PostingCursor cursor = new PostingCursor(block);
    PostingRun run = new PostingRun(PostingCursor.headerOf(block).count());
    while (cursor.next()) {
      run.append(cursor.passage(), cursor.payload());
    }
    return run;
  }

  private void header(int count, long first, long last) {
    write(count);
    write(first);
    write(last - first);
  }

  private void write(long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "postings out of order make the number %d; the indexes of the collection are wrong: call documents(…).rebuild()"
              .formatted(value));
    }
    ensure(MOST_BYTES);
    long rest = value;
    while (rest >= 0x80) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
    }
  }

  private byte[] bytes() {
    return Arrays.copyOf(buffer, length);
  }
}
