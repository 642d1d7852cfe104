package dev.cairn.internal.postings;

import java.util.List;

/**
 * Walks over postings in the order of their passages, without making an object for any. Not
 * thread-safe.
 */
public final class PostingCursor {
  private final List<byte[]> blocks;
  private int nextBlock;
  private byte[] block = new byte[0];
  private int position;

  /** The number of postings of the block that were not reached yet. */
  private int left;

  /** The last passage of the block. */
  private long last = -1;

  /** Whether {@link #passage} is of a posting that was reached. */
  private boolean current;

  private long passage;
  private int payload;

  PostingCursor(byte[] block) {
    this(List.of(block));
  }

  PostingCursor(List<byte[]> blocks) {
    this.blocks = blocks;
  }

  /** Goes to the next posting; returns false if there is none. */
  public boolean next() {
    if (left == 0 && !open()) {
      current = false;
      return false;
    }
    left--;
    if (current) {
      passage += number();
    }
    current = true;
    payload = (int) number();
    return true;
  }

  /**
   * Goes to the first posting whose passage is not below {@code least}, without looking at the
   * blocks that end below it. Stays where that is so already.
   *
   * @return false if there is none
   */
  public boolean advance(long least) {
    if (current && passage >= least) {
      return true;
    }
    while (last < least) {
      if (!open()) {
        left = 0;
        current = false;
        return false;
      }
    }
    while (next()) {
      if (passage >= least) {
        return true;
      }
    }
    return false;
  }

  /** Returns the passage of the posting that this cursor is at. */
  public long passage() {
    return passage;
  }

  /** Returns the payload of the posting that this cursor is at. */
  public int payload() {
    return payload;
  }

  private boolean open() {
    if (nextBlock == blocks.size()) {
      return false;
    }
    block = blocks.get(nextBlock++);
    position = 0;
    left = (int) number();
    passage = number();
    last = passage + number();
    current = false;
    return true;
  }

  /** Returns what a block says of itself before its postings. */
  static Header headerOf(byte[] block) {
    PostingCursor cursor = new PostingCursor(block);
    boolean unused = cursor.open();
    return new Header(cursor.left, cursor.passage, cursor.last, cursor.position);
  }

  /**
   * The beginning of a block.
   *
   * @param count the number of postings
   * @param first the first passage
   * @param last the last passage
   * @param bytes the number of bytes before the first payload
   */
  record Header(int count, long first, long last, int bytes) {}

  private long number() {
    byte b = block[position++];
    if (b >= 0) {
      return b;
    }
    long value = b & 0x7F;
    for (int shift = 7; ; shift += 7) {
      b = block[position++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
