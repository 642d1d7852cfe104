package dev.cairn.bench.recall;

import java.io.IOException;
import java.nio.file.Path;

/** The stores of documents that are compared. */
public enum SearchKind {
  /** Documents with vectors of the caller's own. */
  CAIRN("Cairn"),

  /** An index with a graph of vectors. */
  LUCENE("Lucene"),

  /** Tables of FTS5 and of the extension for vectors. */
  SQLITE("SQLite");

  /** The name, for people. */
  public final String title;

  SearchKind(String title) {
    this.title = title;
  }

  /**
   * Makes sure that the store can be used here, with what it needs beyond the class path.
   *
   * @throws IOException if that cannot be had; the message tells why
   */
  void require() throws IOException, InterruptedException {
    if (this == SQLITE) {
      SqliteVec.library();
    }
  }

  /** Opens the store in an existing directory, or makes it there. */
  SearchStore open(Path directory) {
    return switch (this) {
      case CAIRN -> new CairnDocuments(directory);
      case LUCENE -> new LuceneDocuments(directory);
      case SQLITE -> new SqliteDocuments(directory);
    };
  }
}
