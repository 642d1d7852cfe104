package dev.cairn.tools.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes read from a stream; any thread may ask for the number. */
public final class CountingInputStream extends FilterInputStream {
  private volatile long count;

  /** Counts the bytes read from {@code in}. */
  public CountingInputStream(InputStream in) {
    super(in);
  }

  /** Returns how many bytes were read. */
  public long count() {
    return count;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the stream
  public int read() throws IOException {
    int read = super.read();
    count += read < 0 ? 0 : 1;
    return read;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the stream
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count += Math.max(read, 0);
    return read;
  }
}
