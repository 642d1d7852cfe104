package dev.cairn.tools.dump;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where a dump is written to: standard output or a file. A file has its name only when it is whole
 * and on disk; until then it is a hidden one beside.
 */
public final class DumpFile implements AutoCloseable {
  private static final String COMPRESSED = ".zst";

  private final @Nullable Path target;
  private final @Nullable Path partial;
  private final @Nullable FileChannel channel;
  private final OutputStream out;
  private final Thread atExit = new Thread(this::discard);

  private DumpFile(
      @Nullable Path target,
      @Nullable Path partial,
      @Nullable FileChannel channel,
      OutputStream out) {
    this.target = target;
    this.partial = partial;
    this.channel = channel;
    this.out = out;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Opens a file, or standard output.
   *
   * @param file the file, or null for standard output
   * @param zstd whether to compress in any case, and not only where the name says so
   * @throws FileSystemException if it cannot be written
   */
  public static DumpFile open(@Nullable Path file, boolean zstd) throws IOException {
    if (file == null) {
      OutputStream standard = new FileOutputStream(FileDescriptor.out);
      return new DumpFile(null, null, null, zstd ? compressing(standard) : standard);
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    boolean compressed = zstd || file.toString().endsWith(COMPRESSED);
    Path partial = null;
    FileChannel channel;
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      channel = FileChannel.open(file, StandardOpenOption.WRITE); // a pipe, say, stays one
    } else {
      Path parent = file.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw new FileSystemException(file.toString(), null, "its directory does not exist");
      }
      partial = Files.createTempFile(parent, "." + file.getFileName() + "-", ".partial");
      channel = FileChannel.open(partial, StandardOpenOption.WRITE);
    }
    OutputStream out = new Unclosed(Channels.newOutputStream(channel));
    return new DumpFile(file, partial, channel, compressed ? compressing(out) : out);
  }

  private static OutputStream compressing(OutputStream out) throws IOException {
    return new ZstdOutputStream(out).setChecksum(true);
  }

  /** Leaves the file open that it writes to: it is still to be forced to disk. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Returns where the dump is to be written. */
  public OutputStream out() {
    return out;
  }

  /** Returns whether it is standard output. */
  public boolean isStandard() {
    return channel == null;
  }

  /** Waits until the dump is on disk, and gives the file its name. */
  public void finish() throws IOException {
    out.close(); // which ends the compressed data
    if (channel != null && target != null && partial != null) {
      channel.force(true);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void discard() {
    try {
      if (partial != null) {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      // It is hidden, and its name says what it is.
    }
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The hook runs.
    }
    if (channel != null) {
      channel.close();
    }
  }
}
