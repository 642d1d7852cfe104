package dev.cairn.repositories;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a sync that is complete: what it did with each file of a directory; immutable.
 *
 * <p>Paths are relative to the directory, with '/' between their names. A file is in one of the
 * lists or counted as unchanged; only one that was stored before and is skipped now is among the
 * deleted ones too, and one that was stored and not embedded is among the failed ones too.
 *
 * @param repository the name of the repository
 * @param directory the absolute directory
 * @param added the files that are new
 * @param changed the files with another content than before
 * @param deleted the files that were stored and are not any more: they are gone, ignored or skipped
 * @param unchanged the number of files with the same content as before
 * @param skipped what is no text to be searched, and why
 * @param failed what could not be read, and why; a directory ends with '/'. Its files are searched
 *     as they were before. Also files that the embedder refused, which are found by their words
 *     alone, and are given to it again by the next sync
 * @param missingEmbedder the embedder that the repository has vectors of, if this process has none:
 *     then files that were added or changed are found by their words alone, until a process with it
 *     syncs them
 * @param took how long it took
 */
public record SyncReport(
    String repository,
    String directory,
    List<String> added,
    List<String> changed,
    List<String> deleted,
    long unchanged,
    List<LeftOut> skipped,
    List<LeftOut> failed,
    Optional<String> missingEmbedder,
    Duration took) {

  /**
   * A path that was left out of a sync.
   *
   * @param path the path; bytes of a name that are not UTF-8 are shown as in {@code \xff}
   * @param reason why
   */
  public record LeftOut(String path, String reason) {}

  /** Copies the lists. */
  public SyncReport {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    deleted = List.copyOf(deleted);
    skipped = List.copyOf(skipped);
    failed = List.copyOf(failed);
  }

  /** Tells whether the sync changed what a search can find. */
  public boolean changedAnything() {
    return !added.isEmpty() || !changed.isEmpty() || !deleted.isEmpty();
  }
}
