package dev.cairn.repositories;

import static dev.cairn.repositories.RepositoryTables.FILES;
import static dev.cairn.repositories.RepositoryTables.REPOSITORIES;

import dev.cairn.documents.Document;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Filter;
import dev.cairn.documents.NewDocument;
import dev.cairn.documents.PreparedDocuments;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.internal.table.Store;
import dev.cairn.repositories.RepositoryTables.FileKey;
import dev.cairn.repositories.RepositoryTables.FileRow;
import dev.cairn.repositories.RepositoryTables.RepositoryRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stored files of one repository: the document of each, and the row that says what was read of
 * it. Both change in one transaction, so that a sync that was killed goes on with the next file.
 */
final class SyncedFiles {
  private static final String COLLECTION = "repository:";
  private static final int PAGE = 50;

  /**
   * The most files to remove in a transaction, for which other writers wait: each word of theirs is
   * taken out of a block of postings.
   */
  static final int REMOVED_AT_ONCE = 8;

  /** A file with the content that was read of it. */
  record Content(String path, SourceFile file) {
    FileKey key(String repository) {
      return FileKey.of(repository, path);
    }
  }

  private final String repository;
  private final Transactor transactor;
  private final Indexes indexes;
  private final Clock clock;

  /**
   * Creates the access to the files of a repository.
   *
   * @param indexes what the collections of documents of the store share
   * @param clock tells when something changed
   */
  SyncedFiles(String repository, Transactor transactor, Indexes indexes, Clock clock) {
    this.repository = repository;
    this.transactor = transactor;
    this.indexes = indexes;
    this.clock = clock;
  }

  Documents documents() {
    return documents(transactor, false);
  }

  private Documents documents(Transactor of, boolean isBound) {
    return Documents.of(COLLECTION + repository, of, clock, indexes, isBound);
  }

  /** Returns the rows of all files by their paths; the caller may change the map. */
  Map<String, FileRow> rows() {
    return transactor.read(
        tx -> {
          Map<String, FileRow> rows = new HashMap<>();
          try (Stream<Row<FileKey, FileRow>> all = tx.scan(FILES, Scan.prefix(repository))) {
            all.map(Row::value).forEach(row -> rows.put(row.path(), row));
          }
          return rows;
        });
  }

  /** Tells whether there are as many documents as rows say: nobody but syncs has changed them. */
  boolean agree(Map<String, FileRow> rows) {
    return documents().count() == rows.values().stream().filter(FileRow::hasDocument).count();
  }

  /** Returns the name of the embedder that documents are given to; "" if this process has none. */
  String embedder() {
    Collection collection = collection();
    return transactor.read(
        tx -> collection.embedder(collection.row(tx)).map(EmbedderCalls::name).orElse(""));
  }

  /** Returns the name of the embedder that stored vectors are of; empty if there are none. */
  Optional<String> storedEmbedder() {
    return transactor.read(
        tx ->
            Optional.ofNullable(collection().row(tx))
                .map(CollectionRow::vectors)
                .map(Space::embedder)
                .filter(name -> !name.isEmpty()));
  }

  private Collection collection() {
    return new Collection(COLLECTION + repository, Optional.empty(), indexes);
  }

  /** Removes the documents that no row tells of, in small transactions. */
  void removeOthers(Map<String, FileRow> rows) {
    Documents documents = documents();
    List<Document> page = documents.list(PAGE);
    while (!page.isEmpty()) {
      documents.deleteAll(
          page.stream().map(Document::id).filter(id -> !hasDocument(rows.get(id))).toList());
      page = documents.listAfter(page.get(page.size() - 1).id(), Filter.all(), PAGE);
    }
  }

  private static boolean hasDocument(@Nullable FileRow row) {
    return row != null && row.hasDocument();
  }

  /**
   * Stores files that have text, each with its document, in one transaction.
   *
   * @param embedder the name of the embedder that the documents are given to
   * @return the nanoseconds that the transaction took, without its commit
   */
  long store(List<Content> files, String embedder) {
    PreparedDocuments prepared =
        documents().prepare(files.stream().map(this::document).toList(), true);
    return changing(
        (tx, documents) -> {
          documents.addAll(prepared);
          for (Content file : files) {
            tx.put(FILES, file.key(repository), FileRow.of(file.path(), file.file(), embedder));
          }
        });
  }

  /**
   * Embeds a word, to tell an embedder that refuses a text from one that does not work.
   *
   * @throws dev.cairn.EmbeddingException if it does not work
   */
  void requireEmbedder() {
    Collection collection = collection();
    transactor
        .read(tx -> collection.embedder(collection.row(tx)))
        .ifPresent(
            works -> {
              Object unused = works.embed(List.of("text"));
            });
  }

  /** Stores a file with its document, which gets no vectors, unless both are so already. */
  void storeWords(Content file) {
    PreparedDocuments prepared = documents().prepare(List.of(document(file)), false);
    FileRow row = FileRow.of(file.path(), file.file(), "");
    changing(
        (tx, documents) -> {
          documents.addAll(prepared);
          Optional<FileRow> before = tx.get(FILES, file.key(repository));
          if (before
              .filter(it -> it.isOf(file.file()) && it.embedder().isEmpty() && !row.addsTo(it))
              .isEmpty()) {
            tx.put(FILES, file.key(repository), row);
          }
        });
  }

  private NewDocument document(Content content) {
    SourceFile file = content.file();
    Language language = Language.of(content.path());
    return NewDocument.of(content.path(), file.text())
        .with("path", content.path())
        .with("language", language.name())
        .with("size", file.size())
        .with("modified", file.modified())
        .with("hash", file.hash())
        .withChunker(new SourceChunker(language.structure()));
  }

  /**
   * Notes in one transaction what was read of files whose documents stay as they are, or which have
   * none.
   */
  void note(List<FileRow> rows) {
    List<String> without =
        rows.stream().filter(row -> !row.hasDocument()).map(FileRow::path).toList();
    changing(
        (tx, documents) -> {
          documents.deleteAll(without);
          rows.forEach(row -> tx.put(FILES, FileKey.of(repository, row.path()), row));
        });
  }

  /** Removes files in one transaction. */
  void remove(List<String> paths) {
    changing(
        (tx, documents) -> {
          documents.deleteAll(paths);
          paths.forEach(path -> tx.remove(FILES, FileKey.of(repository, path)));
        });
  }

  /** Notes the directory of the repository, and that a sync changes something. */
  void change(String directory) {
    RepositoryRow row = new RepositoryRow(directory, clock.instant());
    transactor.write(tx -> tx.put(REPOSITORIES, repository, row));
  }

  /** Removes the repository itself, which has no files any more. */
  void forget() {
    transactor.write(tx -> tx.remove(REPOSITORIES, repository));
  }

  private interface Change {
    void in(WriteTransaction tx, Documents documents);
  }

  private long changing(Change change) {
    return transactor.write(
        tx -> {
          long began = System.nanoTime();
          change.in(tx, documents(Store.joining(tx), true));
          return System.nanoTime() - began;
        });
  }
}
