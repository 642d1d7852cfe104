package dev.cairn.bench.recall;

import dev.cairn.Cairn;
import dev.cairn.documents.Documents;
import dev.cairn.documents.NewDocument;
import dev.cairn.documents.SearchRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Searches documents of Cairn with its defaults, and with vectors that the caller gives. */
final class CairnDocuments implements SearchStore {
  final Cairn cairn;
  final Documents documents;

  CairnDocuments(Path directory) {
    cairn = Cairn.open(directory.resolve("store"));
    documents = cairn.memory().documents();
  }

  /** Returns a document to store; its id is its number. */
  static NewDocument document(int number, Entry entry) {
    return NewDocument.of(Integer.toString(number), entry.text).withVector(entry.vector);
  }

  @Override
  public void addAll(int first, List<Entry> entries) {
    documents.addAll(
        IntStream.range(0, entries.size())
            .mapToObj(i -> document(first + i, entries.get(i)))
            .toList());
  }

  @Override
  public void prepare() {
    // every commit is searchable at once
  }

  @Override
  public void keepCandidates(int candidates) {
    // chosen by Cairn
  }

  @Override
  public List<Found> search(Way way, Entry question) {
    SearchRequest words = SearchRequest.question(question.text, ExactNearest.K);
    SearchRequest request =
        switch (way) {
          case WORDS -> words.byWords();
          case MEANING -> SearchRequest.near(question.vector, ExactNearest.K);
          case HYBRID -> words.withVector(question.vector);
        };
    return documents.search(request).stream()
        .map(hit -> new Found(Integer.parseInt(hit.document().id()), hit.document().text()))
        .toList();
  }

  @Override
  public void close() {
    cairn.close();
  }
}
