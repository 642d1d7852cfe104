package dev.cairn.internal.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes chunks of vectors that come in the order of their passages, and takes over whole chunks
 * that did not change.
 */
final class ChunkBuilder {
  /** Neighbours that fit into one of this size become one: so deletions give memory back. */
  private static final int SMALL = Chunk.MOST / 2;

  private final int words;
  private final List<Chunk> chunks = new ArrayList<>();
  private final long[] passages = new long[Chunk.MOST];
  private final long[] signs;
  private int size;

  ChunkBuilder(int words) {
    this.words = words;
    this.signs = new long[Chunk.MOST * words];
  }

  /** Adds a vector, whose passage comes after all others. */
  void add(long passage, long[] from, int at) {
    if (size == Chunk.MOST) {
      flush();
    }
    passages[size] = passage;
    System.arraycopy(from, at, signs, size * words, words);
    size++;
  }

  /** Adds the vectors of a chunk in a range of its places. */
  void add(Chunk chunk, int begin, int end) {
    for (int i = begin; i < end; i++) {
      add(chunk.passages[i], chunk.signs, i * words);
    }
  }

  /** Adds a chunk that did not change. */
  void add(Chunk chunk) {
    if (size > 0 && size + chunk.size() <= SMALL) {
      add(chunk, 0, chunk.size());
    } else {
      flush();
      chunks.add(chunk);
    }
  }

  private void flush() {
    if (size == 0) {
      return;
    }
    int last = chunks.size() - 1;
    if (last >= 0 && chunks.get(last).size() + size <= SMALL) {
      Chunk before = chunks.remove(last);
      chunks.add(joined(before));
    } else {
      chunks.add(new Chunk(Arrays.copyOf(passages, size), Arrays.copyOf(signs, size * words)));
    }
    size = 0;
  }

  private Chunk joined(Chunk before) {
    int count = before.size();
    long[] allPassages = Arrays.copyOf(before.passages, count + size);
    long[] allSigns = Arrays.copyOf(before.signs, (count + size) * words);
    System.arraycopy(passages, 0, allPassages, count, size);
    System.arraycopy(signs, 0, allSigns, count * words, size * words);
    return new Chunk(allPassages, allSigns);
  }

  Chunk[] build() {
    flush();
    return chunks.toArray(Chunk[]::new);
  }
}
