package dev.cairn.repositories;

import dev.cairn.EmbeddingException;
import dev.cairn.progress.Operation;
import dev.cairn.progress.Progress;
import dev.cairn.repositories.RepositoryTables.FileRow;
import dev.cairn.repositories.SyncReport.LeftOut;
import dev.cairn.repositories.SyncedFiles.Content;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sync of a directory: looks at all files by their sizes and times, then reads and stores those
 * that may have changed, some at a time.
 */
final class Sync {
  /** The time that a transaction may take: for so long other writers wait for it. */
  private static final long TRANSACTION_NANOS = Duration.ofMillis(5).toNanos();

  private static final int FEWEST_CHARS = 4 << 10;
  private static final int MOST_CHARS = 256 << 10;
  private static final int FILES_AT_ONCE = 64;

  /** A file that has to be read, with its time, and its row if it was read before. */
  private record Work(String path, Path file, Instant modified, @Nullable FileRow row) {}

  private final String repository;
  private final Path directory;
  private final SyncOptions options;
  private final SyncedFiles stored;
  private final long began = System.nanoTime();

  private final List<String> added = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private final List<LeftOut> skipped = new ArrayList<>();
  private final List<LeftOut> failed = new ArrayList<>();
  private long unchanged;

  private final List<Content> batch = new ArrayList<>();
  private int batchChars;
  private int charsAtOnce = FEWEST_CHARS;

  /** False if documents were changed by another way than a sync: then all are stored again. */
  private boolean trusted;

  /** The name of the embedder of this process; "" if it has none. */
  private String embedder = "";

  /** Whether documents have vectors: a repaired store may have lost them, and not the rows. */
  private boolean hasVectors;

  /** The rows that are to be written, of files whose documents need not be stored. */
  private final List<FileRow> notes = new ArrayList<>();

  Sync(String repository, Path directory, SyncOptions options, SyncedFiles stored) {
    this.repository = repository;
    this.directory = directory;
    this.options = options;
    this.stored = stored;
  }

  /**
   * Runs the sync to its end.
   *
   * @param progress shows it to others, once there is something to do
   * @throws IOException if the directory cannot be read
   */
  SyncReport run(Progress progress) throws IOException {
    embedder = stored.embedder();
    hasVectors = stored.storedEmbedder().isPresent();
    Map<String, FileRow> rows = stored.rows();
    boolean agree = stored.agree(rows);
    if (!agree) {
      stored.removeOthers(rows);
    }
    trusted = agree && !options.isForced();
    List<Work> work = look(rows); // leaves those in rows that are gone
    if (!work.isEmpty() || !rows.isEmpty()) {
      try (Operation operation =
          progress.begin("sync " + repository, work.size() + (long) rows.size())) {
        run(work, rows, operation);
      }
    }
    return new SyncReport(
        repository,
        directory.toString(),
        added,
        changed,
        deleted,
        unchanged,
        skipped,
        failed,
        embedder.isEmpty() ? stored.storedEmbedder() : Optional.empty(),
        Duration.ofNanos(System.nanoTime() - began));
  }

  private void run(List<Work> work, Map<String, FileRow> gone, Operation operation) {
    try {
      for (Work next : work) {
        operation.message(next.path());
        read(next, gone);
        operation.step();
      }
      flush();
      writeNotes();
      List<FileRow> all = List.copyOf(gone.values());
      for (int i = 0; i < all.size(); i += SyncedFiles.REMOVED_AT_ONCE) {
        List<FileRow> some = all.subList(i, Math.min(i + SyncedFiles.REMOVED_AT_ONCE, all.size()));
        remove(some);
        operation.steps(some.size());
      }
      if (!added.isEmpty() || !changed.isEmpty() || !deleted.isEmpty()) {
        stored.change(directory.toString());
      }
    } catch (RuntimeException | Error e) {
      String message = e.getMessage();
      operation.fail(message == null || message.isBlank() ? e.toString() : message);
      throw e;
    }
  }

  /** Returns the files that have to be read, and removes from {@code rows} those that are there. */
  private List<Work> look(Map<String, FileRow> rows) throws IOException {
    List<Work> work = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    SourceTree.walk(
        directory,
        new SourceTree.Visitor() {
          @Override
          public void file(String path, Path file, BasicFileAttributes attributes) {
            if (path.isBlank()) {
              skipped(path, "its name is blank");
            } else if (attributes.size() > options.largestFile()) {
              skipped(path, SourceFile.tooLarge(options.largestFile()));
            } else {
              Instant modified = attributes.lastModifiedTime().toInstant();
              compare(new Work(path, file, modified, rows.remove(path)), attributes, work);
            }
          }

          @Override
          public void skipped(String path, String reason) {
            skipped.add(new LeftOut(path, reason));
          }

          @Override
          public void failed(String path, String reason) {
            failed.add(new LeftOut(path, reason));
            if (path.endsWith("/")) {
              unknown.add(path);
            } else {
              rows.remove(path);
            }
          }
        });
    rows.keySet().removeIf(path -> unknown.stream().anyMatch(path::startsWith));
    return work;
  }

  /** Tells whether a row and its document are as this process would write them. */
  private boolean trusts(FileRow row) {
    return trusted
        && row.isEmbeddedFor(embedder)
        && (hasVectors || embedder.isEmpty() || !row.hasDocument());
  }

  private void compare(Work found, BasicFileAttributes attributes, List<Work> work) {
    FileRow row = found.row();
    if (row == null || !trusts(row) || !row.isSurelyOf(attributes)) {
      work.add(found);
    } else if (row.hasDocument()) {
      unchanged++;
    } else {
      skipped.add(new LeftOut(found.path(), row.leftOut()));
    }
  }

  private void read(Work work, Map<String, FileRow> gone) {
    FileRow row = work.row();
    awaitTick(work.modified());
    try {
      Optional<SourceFile> file = SourceFile.read(work.file(), options.largestFile());
      if (file.isEmpty()) {
        failed.add(new LeftOut(work.path(), "it changed each time it was read"));
      } else if (!file.get().leftOut().isEmpty()) {
        leaveOut(new Content(work.path(), file.get()), row, gone);
      } else if (row != null && trusts(row) && row.isOf(file.get())) {
        FileRow fresh = FileRow.of(work.path(), file.get(), row.embedder());
        if (!row.isAsOld(file.get())) {
          add(new Content(work.path(), file.get()), row); // for its time in the document
        } else {
          unchanged++;
          if (fresh.addsTo(row)) {
            note(fresh);
          }
        }
      } else {
        add(new Content(work.path(), file.get()), row);
      }
    } catch (NoSuchFileException e) {
      if (row != null) {
        gone.put(work.path(), row);
      }
    } catch (IOException e) {
      failed.add(new LeftOut(work.path(), Reasons.of(e)));
    }
  }

  /**
   * Waits until a file that was modified just now has another time if it is modified again, so that
   * the next sync need not read it. All files that were modified before wait once together.
   */
  private static void awaitTick(Instant modified) {
    Duration left = Duration.between(Instant.now(), modified.plus(FileRow.TICK));
    if (!left.isNegative() && left.compareTo(FileRow.TICK) <= 0) {
      try {
        Thread.sleep(left.toMillis() + 1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // an interrupt does not end a sync
      }
    }
  }

  private void leaveOut(Content content, @Nullable FileRow row, Map<String, FileRow> gone) {
    skipped.add(new LeftOut(content.path(), content.file().leftOut()));
    if (content.file().hash().isEmpty()) { // it has grown since it was listed
      if (row != null) {
        gone.put(content.path(), row);
      }
      return;
    }
    FileRow fresh = FileRow.of(content.path(), content.file(), "");
    if (row == null || !row.isOf(content.file()) || fresh.addsTo(row)) {
      note(fresh);
    }
    if (row != null && row.hasDocument()) {
      deleted.add(content.path());
    }
  }

  private void add(Content content, @Nullable FileRow row) {
    if (row == null || !row.hasDocument()) {
      added.add(content.path());
    } else if (row.hash().equals(content.file().hash())) {
      unchanged++; // stored again all the same
    } else {
      changed.add(content.path());
    }
    int chars = content.file().text().length();
    if (batchChars + chars > charsAtOnce || batch.size() == FILES_AT_ONCE) {
      flush();
    }
    batch.add(content);
    batchChars += chars;
  }

  private void note(FileRow row) {
    notes.add(row);
    if (notes.size() == FILES_AT_ONCE) {
      writeNotes();
    }
  }

  private void writeNotes() {
    if (!notes.isEmpty()) {
      stored.note(List.copyOf(notes));
      notes.clear();
    }
  }

  /** Stores the batch, and makes the next one larger or smaller by the time that this one took. */
  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    try {
      long nanos = stored.store(batch, embedder);
      if (nanos > TRANSACTION_NANOS) {
        charsAtOnce = Math.max(FEWEST_CHARS, charsAtOnce / 2);
      } else if (nanos < TRANSACTION_NANOS / 2 && batchChars > charsAtOnce / 2) {
        charsAtOnce = Math.min(MOST_CHARS, charsAtOnce * 2);
      }
    } catch (EmbeddingException e) {
      batch.forEach(this::storeAlone);
    }
    batch.clear();
    batchChars = 0;
  }

  /** Stores a file, without its meaning if the embedder refuses this file and not all. */
  private void storeAlone(Content content) {
    try {
      stored.store(List.of(content), embedder);
    } catch (EmbeddingException e) {
      stored.requireEmbedder();
      stored.storeWords(content);
      failed.add(
          new LeftOut(content.path(), "only its words are searched, since " + e.getMessage()));
    }
  }

  private void remove(List<FileRow> rows) {
    stored.remove(rows.stream().map(FileRow::path).toList());
    rows.stream().filter(FileRow::hasDocument).map(FileRow::path).forEach(deleted::add);
  }
}
