package dev.cairn.tools.dump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a dump on a thread of its own, ahead of the thread that stores its entries. */
final class ReadAhead implements AutoCloseable {
  private static final int MOST_ENTRIES = 512;
  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_CHUNKS = 8;

  /** Some entries; after the last chunk comes the end of the dump, or an exception. */
  private record Chunk(List<DumpReader.Entry> entries, boolean last, @Nullable Throwable failure) {}

  private final DumpReader reader;
  private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(MOST_CHUNKS);
  private final Thread thread = new Thread(this::read, "cairn-dump-reader");
  private volatile boolean closed;
  private Chunk current = new Chunk(List.of(), false, null);
  private int taken;

  ReadAhead(DumpReader reader) {
    this.reader = reader;
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try {
      boolean more = true;
      while (more && !closed) {
        Chunk chunk = chunk();
        more = !chunk.last;
        while (!closed && !chunks.offer(chunk, 1, TimeUnit.SECONDS)) {
          // the queue is full
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private Chunk chunk() {
    List<DumpReader.Entry> entries = new ArrayList<>(MOST_ENTRIES);
    try {
      for (long bytes = 0; entries.size() < MOST_ENTRIES && bytes < MOST_BYTES; ) {
        DumpReader.Entry entry = reader.next();
        if (entry == null) {
          return new Chunk(entries, true, null);
        }
        entries.add(entry);
        bytes += entry.key().length + entry.value().length;
      }
      return new Chunk(entries, false, null);
    } catch (IOException | BadDumpException | RuntimeException | Error e) {
      return new Chunk(entries, true, e);
    }
  }

  /**
   * Returns the next entry, or null at the end.
   *
   * @throws BadDumpException the reader's, after all entries before it
   */
  DumpReader.@Nullable Entry next() throws IOException, BadDumpException, InterruptedException {
    while (taken == current.entries.size()) {
      if (current.last) {
        rethrow(current.failure);
        return null;
      }
      current = chunks.take();
      taken = 0;
    }
    return current.entries.get(taken++);
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException, BadDumpException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof BadDumpException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
