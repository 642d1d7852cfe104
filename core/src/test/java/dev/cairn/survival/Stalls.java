package dev.cairn.survival;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long the disk of the machine stalls during a test, with a thread that writes and
 * syncs.
 */
final class Stalls implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private volatile boolean closed;
  private volatile long worstNanos;

  Stalls(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    new Thread(() -> watch(channel), "stalls").start();
  }

  private void watch(FileChannel channel) {
    try (channel) {
      while (!closed) {
        long begin = System.nanoTime();
        LockSupport.parkNanos(EVERY_NANOS);
        channel.write(ByteBuffer.allocate(4096), 0);
        channel.force(false);
        worstNanos = Math.max(worstNanos, System.nanoTime() - begin - EVERY_NANOS);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  long worstMillis() {
    return TimeUnit.NANOSECONDS.toMillis(worstNanos);
  }

  @Override
  public void close() {
    closed = true;
  }
}
