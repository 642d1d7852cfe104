package dev.cairn.internal.lmdb.turn;

import dev.cairn.internal.lmdb.files.FileCreation;
import dev.cairn.internal.lmdb.files.NamedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that the writers of a store share: one byte of it is locked by the process that has the
 * turn to write, and the {@link WaitingLine} is mapped from it.
 *
 * <p>Each process also locks a byte for its place in the line. The channel stays open as long as
 * the store is: closing any descriptor of a file drops all locks that the process has on it.
 */
final class TurnFile implements AutoCloseable {

  /** The bytes that are locked lie behind all that are mapped: some systems let no other read. */
  private static final long HOLDER = 1L << 40;

  private static final long PLACES = HOLDER + 1;

  private final Path path;
  private final FileChannel channel;
  private final NamedFile name;
  private final WaitingLine line;
  private final int place;

  private TurnFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.name = new NamedFile(path);
    this.line = new WaitingLine(mapped(channel));
    this.place = place(channel);
    if (place >= 0) {
      line.clear(place); // of a process that was killed
    }
  }

  /** Opens the file, creating it if need be. */
  static TurnFile open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS),
            FileCreation.privateFile(path));
    try {
      return new TurnFile(path, channel);
    } catch (IOException | RuntimeException | Error e) {
      close(channel);
      throw e;
    }
  }

  private static ByteBuffer mapped(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < WaitingLine.BYTES) {
      // Written, not only sized: with a hole in it and a full disk, writing to the map would fail.
      int unused = channel.write(ByteBuffer.allocate((int) (WaitingLine.BYTES - size)), size);
    }
    return channel.map(MapMode.READ_WRITE, 0, WaitingLine.BYTES);
  }

  /** Takes a place that no living process has; returns -1 if there is none. */
  private static int place(FileChannel channel) throws IOException {
    for (int i = 0; i < WaitingLine.PLACES; i++) {
      if (channel.tryLock(PLACES + i, 1, false) != null) {
        return i; // the lock is kept for as long as the channel is open
      }
    }
    return -1;
  }

  WaitingLine line() {
    return line;
  }

  /** Returns this process's place in the line, or -1 if it has none. */
  int place() {
    return place;
  }

  /** Takes the lock of the turn; null if another process has it. */
  @Nullable FileLock tryLock() throws IOException {
    return channel.tryLock(HOLDER, 1, false);
  }

  /** Looks whether the name still leads to this file. */
  boolean isAtItsName() throws IOException {
    return name.isAtItsName();
  }

  /** Gives up the place in the line, and every lock. */
  @Override
  public void close() {
    if (place >= 0) {
      line.clear(place);
    }
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log().debug("the file of a turn was not closed", e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static Logger log() {
    return LoggerFactory.getLogger(TurnFile.class);
  }
}
