package dev.cairn.tools.dump;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file or standard output to which a dump is written. A file gets its name when it is whole and
 * on disk; until then a hidden file in the same directory holds it.
 */
public final class DumpFile implements AutoCloseable {
  private static final String COMPRESSED = ".zst";

  private final @Nullable Path target;
  private final @Nullable PartialFile partial;
  private final OutputStream out;

  private DumpFile(@Nullable Path target, @Nullable PartialFile partial, OutputStream out) {
    this.target = target;
    this.partial = partial;
    this.out = out;
  }

  /**
   * Opens a file, or standard output.
   *
   * @param file the file, or null for standard output
   * @param zstd whether to compress even if the name does not ask for it
   * @throws FileSystemException if no file can be there
   * @throws UnwrittenDumpException if another process is writing a dump to it
   */
  public static DumpFile open(@Nullable Path file, boolean zstd) throws IOException {
    if (file == null) {
      OutputStream standard = new FileOutputStream(FileDescriptor.out);
      return new DumpFile(null, null, zstd ? compressing(standard) : standard);
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    boolean compressed = zstd || file.toString().endsWith(COMPRESSED);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe, for example, is written to and not replaced.
      OutputStream out = new Named(file, FileChannel.open(file, StandardOpenOption.WRITE));
      return new DumpFile(file, null, compressed ? compressing(out) : out);
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new FileSystemException(file.toString(), null, "its directory does not exist");
    }
    PartialFile partial = partial(file, directory);
    OutputStream out = new Named(file, partial.channel());
    return new DumpFile(file, partial, compressed ? compressing(out) : out);
  }

  private static PartialFile partial(Path file, Path directory) throws IOException {
    try {
      return PartialFile.of(file, directory);
    } catch (AccessDeniedException e) {
      FileSystemException denied =
          new FileSystemException(file.toString(), null, "cannot be written: permission denied");
      denied.initCause(e);
      throw denied;
    } catch (UnwrittenDumpException e) {
      throw e;
    } catch (IOException e) {
      throw new UnwrittenDumpException(file, e);
    }
  }

  private static OutputStream compressing(OutputStream out) throws IOException {
    return new ZstdOutputStream(out).setChecksum(true);
  }

  /** Names the file in exceptions; closing leaves the channel open, to be forced to disk. */
  private static final class Named extends FilterOutputStream {
    private final Path file;

    Named(Path file, FileChannel channel) {
      super(Channels.newOutputStream(channel));
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new UnwrittenDumpException(file, e);
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Returns the stream to write the dump to. */
  public OutputStream out() {
    return out;
  }

  /** Returns whether it is standard output. */
  public boolean isStandard() {
    return target == null;
  }

  /** Waits until the dump is on disk, and gives the file its name. */
  public void finish() throws IOException {
    out.close(); // ends the compressed data
    if (target != null && partial != null) {
      try {
        partial.finish();
      } catch (UnwrittenDumpException e) {
        throw e;
      } catch (IOException e) {
        throw new UnwrittenDumpException(target, e);
      }
    }
  }

  /** Removes an unfinished file. */
  @Override
  public void close() throws IOException {
    if (partial != null) {
      partial.close();
    }
  }
}
