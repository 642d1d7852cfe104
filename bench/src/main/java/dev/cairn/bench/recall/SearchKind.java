package dev.cairn.bench.recall;

import java.nio.file.Path;
import java.util.function.Function;

/** The stores of documents that are compared. */
public enum SearchKind {
  /** Documents with vectors of the caller's own. */
  CAIRN("Cairn", CairnDocuments::new),

  /** An index with a graph of vectors. */
  LUCENE("Lucene", LuceneDocuments::new),

  /** Tables of FTS5 and of the extension for vectors. */
  SQLITE("SQLite", SqliteDocuments::new);

  /** The name, for people. */
  public final String title;

  private final Function<Path, SearchStore> open;

  SearchKind(String title, Function<Path, SearchStore> open) {
    this.title = title;
    this.open = open;
  }

  /** Opens the store in an existing directory, or makes it there. */
  SearchStore open(Path directory) {
    return open.apply(directory);
  }
}
