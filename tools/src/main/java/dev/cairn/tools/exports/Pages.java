package dev.cairn.tools.exports;

import dev.cairn.documents.Document;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Filter;
import java.util.List;
import java.util.function.Consumer;

/** Reads all documents of a collection, a page at a time. */
final class Pages {
  private static final int PAGE = 500;

  private Pages() {}

  static void forEach(Documents documents, Consumer<Document> reader) {
    List<Document> page = documents.list(PAGE);
    while (!page.isEmpty()) {
      page.forEach(reader);
      page = documents.listAfter(page.get(page.size() - 1).id(), Filter.all(), PAGE);
    }
  }
}
