package dev.cairn.repositories;

import dev.cairn.record.Default;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.KeyPart;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Defines the tables of repositories: their directories, and what was read of each file. */
final class RepositoryTables {
  static final Table<String, RepositoryRow> REPOSITORIES =
      Table.named("repositories").keyedBy(Keys.string()).holding(RepositoryRow.class);

  static final Table<FileKey, FileRow> FILES =
      Table.named("repository-files").keyedBy(Keys.record(FileKey.class)).holding(FileRow.class);

  private RepositoryTables() {}

  /**
   * A repository as it is stored.
   *
   * @param directory the directory of the last sync
   * @param changedAt when a sync last changed something
   */
  record RepositoryRow(String directory, Instant changedAt) {}

  /**
   * Names a file of a repository.
   *
   * @param path the short form of its path
   */
  record FileKey(String repository, String path) {
    static FileKey of(String repository, String path) {
      return new FileKey(repository, KeyPart.shortForm(path));
    }
  }

  /**
   * A file as it was read: written with the document, so that later syncs can tell whether the file
   * has changed.
   *
   * @param path its path
   * @param size its bytes
   * @param modified when it was modified
   * @param readAt when it was read
   * @param hash the SHA-256 of its bytes
   * @param leftOut why there is no document of it; "" if there is one
   * @param embedder the name of the embedder that its document was given to; "" if there was none,
   *     or if nobody noted it
   */
  record FileRow(
      String path,
      long size,
      Instant modified,
      Instant readAt,
      String hash,
      String leftOut,
      @Default("") String embedder) {
    /** File systems keep times in steps, of a timer's tick at best and of two seconds at worst. */
    static final Duration TICK = Duration.ofMillis(50);

    private static final Duration COARSE_TICK = Duration.ofSeconds(2);

    static FileRow of(String path, SourceFile file, String embedder) {
      return new FileRow(
          path, file.size(), file.modified(), file.readAt(), file.hash(), file.leftOut(), embedder);
    }

    boolean hasDocument() {
      return leftOut.isEmpty();
    }

    /**
     * Tells whether a process has nothing to add to the document. It does not matter which embedder
     * it was given to: a collection has vectors of one, and gets all of another one at once.
     *
     * @param embedderOfProcess the name of its embedder; "" if it has none
     */
    boolean isEmbeddedFor(String embedderOfProcess) {
      return !hasDocument() || embedderOfProcess.isEmpty() || !embedder.isEmpty();
    }

    /** Tells whether a file is as it was read, by its size and time alone. */
    boolean isSurelyOf(BasicFileAttributes attributes) {
      return size == attributes.size()
          && modified.equals(attributes.lastModifiedTime().toInstant())
          && isSure();
    }

    /**
     * Tells whether the file cannot have been modified again at the same time as far as its file
     * system tells: it was read long enough after that time.
     */
    boolean isSure() {
      return modified.plus(isWholeSecond() ? COARSE_TICK : TICK).isBefore(readAt);
    }

    /** Tells whether this, of the same bytes as another row, says something that it does not. */
    boolean addsTo(FileRow other) {
      return size != other.size
          || !modified.equals(other.modified)
          || (isSure() && !other.isSure());
    }

    private boolean isWholeSecond() {
      return modified.equals(modified.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Tells whether the same bytes were read, and are treated as they were. */
    boolean isOf(SourceFile file) {
      return hash.equals(file.hash()) && leftOut.equals(file.leftOut());
    }

    boolean isAsOld(SourceFile file) {
      return size == file.size() && modified.equals(file.modified());
    }
  }
}
