package dev.cairn.internal.lmdb.env;

import dev.cairn.internal.lmdb.files.FileCreation;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records which process and thread hold the write lock, in a small mapped file. The message of a
 * write that timed out can thus name them.
 *
 * <p>LMDB does not tell which thread holds its mutex. The file is for people only: nothing is
 * decided by it, and a torn or stale entry does no harm. Layout, in the machine's byte order:
 * process id (8 bytes), since when (8 bytes, milliseconds of the epoch), length and UTF-8 bytes of
 * the thread's name.
 */
public final class WriterMark {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int SIZE = 256;
  private static final int PID = 0;
  private static final int SINCE = 8;
  private static final int NAME_LENGTH = 16;
  private static final int NAME = 20;

  private final ByteBuffer map;
  private @Nullable String lastName;

  private WriterMark(ByteBuffer map) {
    this.map = map.order(ByteOrder.nativeOrder());
  }

  /**
   * Maps the mark; where there is no place for one, this process keeps it for itself.
   *
   * @throws ClosedByInterruptException if this thread was interrupted
   */
  static WriterMark map(Path file) throws ClosedByInterruptException {
    try {
      return new WriterMark(mapped(file));
    } catch (ClosedByInterruptException e) {
      throw e; // there is a place
    } catch (IOException e) {
      log()
          .warn(
              "{} cannot be used ({}): timeouts cannot name the writer of another process",
              file,
              e.toString());
      return new WriterMark(ByteBuffer.allocateDirect(SIZE));
    }
  }

  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS),
            FileCreation.privateFile(file))) {
      long size = channel.size();
      if (size < SIZE) {
        // Written, not only sized: with a hole in it and a full disk, writing to the map would
        // fail.
        channel.write(ByteBuffer.allocate((int) (SIZE - size)), size);
      }
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
    }
  }

  /** Notes that this process holds the writer's lock; call on the thread that begins a write. */
  public void hold() {
    lastName = null;
    map.putInt(NAME_LENGTH, 0);
    map.putLong(SINCE, System.currentTimeMillis());
    map.putLong(PID, pid());
  }

  /** Notes the thread whose write is running. */
  @SuppressWarnings("ReferenceEquality") // only saves work: the same thread's name again
  public void runs(String thread) {
    if (thread != lastName) {
      lastName = thread;
      byte[] name = thread.getBytes(StandardCharsets.UTF_8);
      int length = Math.min(name.length, SIZE - NAME);
      map.put(NAME, name, 0, length).putInt(NAME_LENGTH, length);
    }
  }

  /** Notes that this process no longer holds the lock, unless another one has it by now. */
  public void release() {
    LONG.compareAndSet(map, PID, pid(), 0L);
  }

  /** Names the process and thread that hold the lock now, as the middle of a sentence. */
  public String describe() {
    long holder = map.getLong(PID);
    if (holder == 0) {
      return "the writer is held by a program that left no name (mdb_load, say), or was just freed";
    }
    long millis = Math.max(0, System.currentTimeMillis() - map.getLong(SINCE));
    int length = Math.max(0, Math.min(map.getInt(NAME_LENGTH), SIZE - NAME));
    byte[] name = new byte[length];
    map.get(NAME, name);
    String process = holder == pid() ? "this process (" + holder + ")" : "process " + holder;
    boolean alive = ProcessHandle.of(holder).map(ProcessHandle::isAlive).orElse(false);
    return "%s%s, thread '%s', has held the writer for %d ms"
        .formatted(
            process,
            alive ? "" : " (no longer alive)",
            new String(name, StandardCharsets.UTF_8),
            millis);
  }

  /** Asked for when it is needed: an opening that only reads goes without, which saves it 5 ms. */
  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static Logger log() {
    return LoggerFactory.getLogger(WriterMark.class);
  }
}
