package dev.cairn.repositories;

import static dev.cairn.repositories.RepositoryTables.FILES;
import static dev.cairn.repositories.RepositoryTables.REPOSITORIES;

import dev.cairn.StorageException;
import dev.cairn.documents.Hit;
import dev.cairn.documents.SearchRequest;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.locks.Hold;
import dev.cairn.locks.Locks;
import dev.cairn.progress.Progress;
import dev.cairn.repositories.RepositoryTables.RepositoryRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.values.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps directories of source files in sync with a store, and searches them by words and by
 * meaning.
 *
 * <pre>{@code
 * SyncReport report = memory.repositories().sync(Path.of("work/shop"));
 * List<SourceHit> hits = memory.repositories().search("shop", "where is the retry policy", 5);
 * }</pre>
 *
 * <p>A sync takes the text files below a directory, but for hidden ones and those that {@code
 * .gitignore} files or {@code .git/info/exclude} name. Each is a document of the collection {@code
 * repository:NAME}, whose id is its path. A file that did not change, by size and time or else by
 * its content, is not stored again. Each transaction stores few files, so other writers do not wait
 * for a sync; a search sees each file as it was before or as it is after. A sync that was killed
 * goes on where it was when it is called again. A file that was stored by a process without an
 * {@linkplain dev.cairn.documents.Embedder embedder} is embedded by the first sync of a process
 * with one; until then it is found by its words.
 *
 * <p>Not for the inside of a transaction. Thread-safe.
 */
public final class Repositories {
  private final Transactor transactor;
  private final Clock clock;
  private final Indexes indexes;
  private final Supplier<Locks> locks;
  private final Supplier<Progress> progress;

  private Repositories(
      Transactor transactor,
      Clock clock,
      Indexes indexes,
      Supplier<Locks> locks,
      Supplier<Progress> progress) {
    this.transactor = transactor;
    this.clock = clock;
    this.indexes = indexes;
    this.locks = locks;
    this.progress = progress;
  }

  /**
   * Makes the repositories of a namespace.
   *
   * @param indexes what the collections of documents of the store share
   * @param locks the locks of the namespace; asked for when something is written
   * @param progress the progress of the namespace's operations; asked for by a sync
   * @hidden for the door alone
   */
  public static Repositories of(
      Transactor transactor,
      Clock clock,
      Indexes indexes,
      Supplier<Locks> locks,
      Supplier<Progress> progress) {
    return new Repositories(transactor, clock, indexes, locks, progress);
  }

  /** Returns the tables that repositories are kept in; their documents have tables of their own. */
  public static List<Table<?, ?>> tables() {
    return List.of(REPOSITORIES, FILES);
  }

  /**
   * Syncs a directory with the usual options.
   *
   * @see #sync(Path, SyncOptions)
   */
  public SyncReport sync(Path directory) {
    return sync(directory, SyncOptions.defaults());
  }

  /**
   * Brings what is stored of a directory up to date, and returns when that is complete.
   *
   * <p>Others see how far it is in the {@linkplain Progress progress} of an operation, if there is
   * something to do. An interrupt does not end it.
   *
   * @param directory the directory
   * @param options the name of the repository, and what else is not as usual
   * @return what was done with each file
   * @throws IllegalArgumentException if there is no such directory, or the name belongs to another
   *     directory that exists
   * @throws dev.cairn.LockTimeoutException if another thread or process syncs the repository; the
   *     message names it
   * @throws StorageException if the directory itself cannot be read
   * @throws dev.cairn.EmbeddingException if the embedder does not work at all, or is not the one
   *     that the repository has; files that were stored until then stay so
   */
  public SyncReport sync(Path directory, SyncOptions options) {
    Arguments.notNull("options", options);
    try {
      Path root = real(directory);
      String name = options.name().orElseGet(() -> nameOf(root));
      return alone(name, options.longestWait(), () -> sync(name, root, options));
    } catch (IOException e) {
      throw new StorageException(
          "%s cannot be read, and nothing was synced: %s".formatted(directory, Reasons.of(e)), e);
    }
  }

  private SyncReport sync(String name, Path root, SyncOptions options) throws IOException {
    SyncedFiles stored = files(name);
    if (claims(name, root)) {
      stored.change(root.toString());
    }
    return new Sync(name, root, options, stored).run(progress.get());
  }

  private static Path real(Path directory) throws IOException {
    if (!Files.isDirectory(Arguments.notNull("directory", directory))) {
      throw new IllegalArgumentException(
          "%s is no directory; name the one that the source files are in".formatted(directory));
    }
    return directory.toRealPath();
  }

  private static String nameOf(Path root) {
    try {
      return SyncOptions.checked(PathText.of(root).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the directory %s gives the repository no name; set one with SyncOptions.withName: %s"
              .formatted(root, e.getMessage()),
          e);
    }
  }

  /** Tells whether the repository is new, or has moved to that directory. */
  private boolean claims(String name, Path root) {
    Optional<RepositoryRow> row = transactor.get(REPOSITORIES, name);
    if (row.isEmpty()) {
      return true;
    }
    String directory = row.get().directory();
    if (directory.equals(root.toString())) {
      return false;
    }
    if (exists(directory, name)) {
      throw new IllegalArgumentException(
          "repository '%s' is the directory %s; give %s another name, or remove the repository first"
              .formatted(name, directory, root));
    }
    return true;
  }

  private static boolean exists(String directory, String name) {
    try {
      return Files.isDirectory(Path.of(directory));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "repository '%s' is the directory %s, which this process cannot name in its locale; run it with LC_ALL=C.UTF-8, or give the directory another name"
              .formatted(name, directory),
          e);
    }
  }

  /** Something that only one thread of all processes does to a repository at a time. */
  private interface Work<R, X extends Exception> {
    R run() throws X;
  }

  private <R, X extends Exception> R alone(String name, Duration longestWait, Work<R, X> work)
      throws X {
    Hold hold = locks.get().on("repository " + name).write(Deadline.in(longestWait));
    try {
      return work.run();
    } finally {
      hold.close();
    }
  }

  /**
   * Searches the files of a repository.
   *
   * @param name the name of the repository
   * @param query the text to search for, as {@link SearchRequest#of} takes it
   * @param limit the most files to find
   * @return the best passage of each file, the best first
   * @throws IllegalArgumentException if there is no such repository
   */
  public List<SourceHit> search(String name, String query, int limit) {
    return search(name, SearchRequest.of(query, limit));
  }

  /**
   * Searches the files of a repository. Filters see the metadata {@code path}, {@code language},
   * {@code size}, {@code modified} and {@code hash} (SHA-256, in hexadecimal digits).
   *
   * @return the best passage of each file, the best first
   * @throws IllegalArgumentException if there is no such repository
   */
  public List<SourceHit> search(String name, SearchRequest request) {
    require(name);
    List<SourceHit> hits = new ArrayList<>();
    for (Hit hit : files(name).documents().search(request)) {
      String text = hit.document().text();
      int first = 1 + newlines(text, 0, hit.passage().start());
      hits.add(
          new SourceHit(
              name,
              hit.document().id(),
              first,
              first + newlines(text, hit.passage().start(), hit.passage().end()),
              hit.passage().text(),
              hit.score()));
    }
    return List.copyOf(hits);
  }

  private static int newlines(String text, int from, int to) {
    return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
  }

  private RepositoryRow require(String name) {
    return transactor
        .get(REPOSITORIES, SyncOptions.checked(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no repository '%s'; sync it first; there are: %s"
                        .formatted(name, list().stream().map(Repository::name).toList())));
  }

  /** Returns the repositories in the order of their names. */
  public List<Repository> list() {
    List<Row<String, RepositoryRow>> rows =
        transactor.read(tx -> tx.scan(REPOSITORIES, Scan.all()).toList());
    return rows.stream().map(row -> repository(row.key(), row.value())).toList();
  }

  /** Returns a repository, if there is one of that name. */
  public Optional<Repository> get(String name) {
    return transactor
        .get(REPOSITORIES, SyncOptions.checked(name))
        .map(row -> repository(name, row));
  }

  private Repository repository(String name, RepositoryRow row) {
    return new Repository(name, row.directory(), files(name).documents().count(), row.changedAt());
  }

  /**
   * Removes what is stored of a repository, in small transactions. The directory stays as it is.
   *
   * @return false if there is no repository of that name
   * @throws dev.cairn.LockTimeoutException if another thread or process syncs the repository
   */
  public boolean remove(String name) {
    return alone(SyncOptions.checked(name), Duration.ZERO, () -> removeAlone(name));
  }

  private boolean removeAlone(String name) {
    if (transactor.get(REPOSITORIES, name).isEmpty()) {
      return false;
    }
    SyncedFiles stored = files(name);
    List<String> paths = List.copyOf(stored.rows().keySet());
    for (int i = 0; i < paths.size(); i += SyncedFiles.REMOVED_AT_ONCE) {
      stored.remove(paths.subList(i, Math.min(i + SyncedFiles.REMOVED_AT_ONCE, paths.size())));
    }
    stored.forget();
    return true;
  }

  private SyncedFiles files(String name) {
    return new SyncedFiles(name, transactor, indexes, clock);
  }
}
