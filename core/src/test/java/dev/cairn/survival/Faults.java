package dev.cairn.survival;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes chosen system calls fail in a process that runs with the native library of {@link Disk}.
 */
final class Faults {
  private static final int COUNTDOWN = 0;
  private static final int ERROR = 4;
  private static final int CALLS = 8;
  private static final int LASTING = 12;
  private static final int FAILED = 16;
  private static final int PATH = 20;
  private static final int PATH_BYTES = 256;
  private static final int SIZE = PATH + PATH_BYTES;

  /** The system calls that fail. */
  enum Call {
    WRITE(1),
    SYNC(2),
    MAP(4),
    OPEN(8);

    private final int bit;

    Call(int bit) {
      this.bit = bit;
    }
  }

  /** The error of a failed call, with Linux's number of it. */
  enum Reason {
    EIO(5, "Input/output error"),
    ENOMEM(12, "Cannot allocate memory"),
    ENOSPC(28, "No space left on device"),
    EDQUOT(122, "Disk quota exceeded");

    private final int number;

    /** The value of errno. */
    final String text;

    Reason(int number, String text) {
      this.number = number;
      this.text = text;
    }
  }

  private final MappedByteBuffer map;

  /** Makes the file by which the process is told; none fails yet. */
  Faults(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      map = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
      map.order(ByteOrder.nativeOrder());
    }
  }

  /** Has one of the next calls fail, 1 being the very next, or that one and all behind it. */
  void set(Call call, int number, Reason reason, boolean lasting) {
    clear();
    map.putInt(ERROR, reason.number).putInt(CALLS, call.bit).putInt(LASTING, lasting ? 1 : 0);
    map.putInt(FAILED, 0).putInt(COUNTDOWN, number);
  }

  /** Has no more calls fail. */
  void clear() {
    map.putInt(COUNTDOWN, 0);
  }

  /** Returns how many calls have failed since the faults were set. */
  int failed() {
    return map.getInt(FAILED);
  }

  /** Returns the path of the file at which the last call failed. */
  String path() {
    byte[] path = new byte[PATH_BYTES];
    map.get(PATH, path);
    return new String(path, StandardCharsets.UTF_8).replaceFirst("\0.*", "");
  }
}
