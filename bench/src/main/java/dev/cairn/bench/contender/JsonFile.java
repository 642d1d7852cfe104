package dev.cairn.bench.contender;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table of rows in one JSON file that several processes share. A write takes a lock file, writes
 * all rows to a temporary file, syncs it and renames it over the old one. A read looks whether the
 * file in memory is still the one on disk, and reads it again if not.
 */
final class JsonFile<T> implements Rows<T>, AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path path;
  private final Path temporary;
  private final JsonMapper mapper;
  private final JavaType type;
  private final FileChannel directory;
  private final FileChannel lockFile;

  /** Excludes the threads of this process from each other; the JVM's file locks do not. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile Contents<T> contents;

  /**
   * The contents of a file.
   *
   * @param file identifies the file by its inode
   * @param held keeps the file open, so that no other file gets its inode
   */
  private record Contents<T>(Object file, FileChannel held, NavigableMap<String, T> rows) {}

  /** Work that is done under the lock. */
  @FunctionalInterface
  private interface Work<R> {
    R run() throws IOException;
  }

  @SuppressWarnings("NullAway") // contents: by open
  private JsonFile(Path directory, RowKind<T> kind, JsonMapper mapper) throws IOException {
    this.mapper = mapper;
    path = directory.resolve(kind.name() + ".json");
    temporary = directory.resolve(kind.name() + ".json.tmp");
    type = mapper.getTypeFactory().constructMapType(TreeMap.class, String.class, kind.type());
    this.directory = FileChannel.open(directory, StandardOpenOption.READ);
    lockFile =
        FileChannel.open(
            directory.resolve(kind.name() + ".json.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  /** Opens the file of a kind; one without rows if there is none. */
  static <T> JsonFile<T> open(Path directory, RowKind<T> kind, JsonMapper mapper) {
    try {
      JsonFile<T> file = new JsonFile<>(directory, kind, mapper);
      file.contents =
          file.locked(
              false, () -> Files.exists(file.path) ? file.read() : file.write(new TreeMap<>()));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("try") // the file lock is held, not used
  private <R> R locked(boolean shared, Work<R> work) {
    lock.lock();
    try (FileLock held = lockFile.lock(0, Long.MAX_VALUE, shared)) {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private NavigableMap<String, T> rows() {
    Contents<T> known = contents;
    return isCurrent(known) ? known.rows : locked(true, this::current).rows;
  }

  private boolean isCurrent(Contents<T> known) {
    try {
      return known.file.equals(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object file() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** The lock is held, so no other file takes the place of this one meanwhile. */
  private Contents<T> current() throws IOException {
    if (!isCurrent(contents)) {
      replace(read());
    }
    return contents;
  }

  private void replace(Contents<T> next) throws IOException {
    FileChannel old = contents.held;
    contents = next;
    old.close();
  }

  private Contents<T> read() throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new Contents<>(
        file(), channel, mapper.readValue(Channels.newInputStream(channel), type));
  }

  private Contents<T> write(NavigableMap<String, T> rows) throws IOException {
    FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    mapper.writeValue(out, rows);
    out.flush();
    channel.force(true);
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    directory.force(true);
    return new Contents<>(file(), channel, rows);
  }

  private <R> R change(Function<NavigableMap<String, T>, R> change) {
    return locked(
        false,
        () -> {
          NavigableMap<String, T> rows = new TreeMap<>(current().rows);
          R result = change.apply(rows);
          replace(write(rows));
          return result;
        });
  }

  @Override
  public @Nullable T get(String key) {
    return rows().get(key);
  }

  @Override
  public void put(String key, T value) {
    load(List.of(Map.entry(key, value)));
  }

  @Override
  public T update(String key, UnaryOperator<T> change) {
    return change(
        rows ->
            Rows.present(key, rows.computeIfPresent(key, (same, known) -> change.apply(known))));
  }

  @Override
  public List<T> scan(String prefix, int limit) {
    return rows().subMap(prefix, true, Rows.endOf(prefix), false).values().stream()
        .limit(limit)
        .toList();
  }

  @Override
  public void load(List<Map.Entry<String, T>> added) {
    change(
        rows -> {
          added.forEach(row -> rows.put(row.getKey(), row.getValue()));
          return rows;
        });
  }

  @Override
  public void close() throws IOException {
    contents.held.close();
    lockFile.close();
    directory.close();
  }
}
