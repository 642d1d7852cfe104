package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.TraceBytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file or folder that an import reads, more than once. A file is read from a temporary copy, so
 * that each reading finds the same; the files of a folder are read where they are, apart from
 * databases. The copies are there until this is closed.
 */
public final class Source implements AutoCloseable {
  /** The longest JSON file that is read as a whole; lines of JSON have no such limit. */
  private static final int MAX_WHOLE_CHARS = 256 << 20;

  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final Path path;
  private final Path contents;
  private final boolean isCopy;
  private final Map<Path, Database> databases = new HashMap<>();
  private @Nullable JsonNode json;
  private @Nullable InputStream opened;

  private Source(String name, Path path, Path contents, boolean isCopy) {
    this.name = name;
    this.path = path;
    this.contents = contents;
    this.isCopy = isCopy;
  }

  /**
   * Returns the source at a path.
   *
   * @param name the name in messages
   * @throws NoSuchFileException if there is nothing
   */
  public static Source of(String name, Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(name);
    }
    if (Files.isDirectory(path) || isDatabase(path)) {
      return new Source(name, path, path, false);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new Source(name, path, copyOf(in), true);
    }
  }

  /** Reads a stream to its end. */
  public static Source of(String name, InputStream in) throws IOException {
    Path copy = copyOf(in);
    return new Source(name, copy, copy, true);
  }

  private static Path copyOf(InputStream in) throws IOException {
    Path file = Files.createTempFile("cairn-import-", ".in");
    file.toFile().deleteOnExit(); // if a signal ends the program
    try {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
    return file;
  }

  /** Returns the name in messages. */
  String name() {
    return name;
  }

  /** Returns the place of the source, which may change at any time unless it is the contents. */
  Path path() {
    return path;
  }

  /** Returns the file that is read; the source itself if it is a folder or a database. */
  Path contents() {
    return contents;
  }

  boolean isFolder() {
    return Files.isDirectory(path);
  }

  /** Returns whether the name in messages ends so, in any case of letters. */
  boolean hasEnding(String ending) {
    return name.regionMatches(true, name.length() - ending.length(), ending, 0, ending.length());
  }

  /**
   * Returns the bytes of the file, which may be compressed, line by line; ends those that were
   * returned before.
   */
  TraceBytes lines() throws IOException, BadLineException {
    if (isFolder()) {
      throw new IllegalArgumentException(name + ": it is a folder, and not a file");
    }
    closeLines();
    opened = Files.newInputStream(contents);
    return new TraceBytes(name, new BufferedInputStream(opened));
  }

  private void closeLines() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }

  /** Returns the first line that is not blank; empty if there is none or this is a folder. */
  String firstLine() throws IOException, BadLineException {
    return isFolder() || isDatabase() ? "" : filled(1).stream().findFirst().orElse("");
  }

  /** Returns the first lines that are not blank. */
  private List<String> filled(int limit) throws IOException, BadLineException {
    TraceBytes lines = lines();
    List<String> filled = new ArrayList<>();
    try {
      for (String line = lines.next(); line != null && filled.size() < limit; line = lines.next()) {
        if (!line.isBlank()) {
          filled.add(line);
        }
      }
      return filled;
    } catch (IllegalArgumentException e) {
      throw new BadLineException(name, lines.number(), e);
    }
  }

  /** Returns the characters of the file; ends the lines that were returned before. */
  Reader reader() throws IOException, BadLineException {
    return new LinesReader(name, lines());
  }

  /** Returns the whole text. */
  private String text() throws IOException, BadLineException {
    TraceBytes lines = lines();
    StringBuilder text = new StringBuilder();
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (text.length() + line.length() > MAX_WHOLE_CHARS) {
          throw new IllegalArgumentException(
              "one JSON value of more than %d MiB; make a line of each record, as with jq -c '.[]'"
                  .formatted(MAX_WHOLE_CHARS >> 20));
        }
        text.append(line).append('\n');
      }
    } catch (IllegalArgumentException e) {
      throw new BadLineException(name, Math.max(1, lines.number()), e);
    }
    return text.toString();
  }

  /** Returns the only JSON value of the file. */
  JsonNode json() throws IOException, BadLineException {
    if (json == null) {
      json = LooseObject.only(name, text());
    }
    return json;
  }

  /**
   * Returns the only JSON value of the file; a missing node if it holds none, or a whole object in
   * its first line and more lines.
   */
  JsonNode jsonIfOne() throws IOException, BadLineException {
    String first = firstLine().stripLeading();
    boolean isJson = first.startsWith("{") || first.startsWith("[");
    boolean isLines = isJson && LooseObject.parse(first).isObject() && filled(2).size() > 1;
    return !isJson || isLines ? MissingNode.getInstance() : json();
  }

  /** Returns whether the file is a SQLite database. */
  boolean isDatabase() throws IOException {
    return isDatabase(contents);
  }

  static boolean isDatabase(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
    }
  }

  /** Returns a copy of the SQLite database in this file. */
  Database database() throws IOException {
    return database(path);
  }

  /** Returns a copy of a SQLite database in this folder. */
  Database database(Path file) throws IOException {
    Database copy = databases.get(file);
    if (copy == null) {
      if (!isDatabase(file)) {
        throw new IllegalArgumentException(name + ": it is no SQLite database");
      }
      copy = Database.copyOf(file.equals(path) ? name : file.toString(), file);
      databases.put(file, copy);
    }
    return copy;
  }

  @Override
  public void close() throws IOException {
    for (Database copy : databases.values()) {
      copy.close();
    }
    closeLines();
    if (isCopy) {
      Files.deleteIfExists(contents);
    }
  }
}
