package dev.cairn.internal.lmdb.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Reads bytes from a file in the byte order of the machine, in which LMDB writes. */
final class ChannelBytes {
  private ChannelBytes() {}

  /** Reads {@code length} bytes from a position; fewer where the file ends before. */
  static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.flip();
  }
}
