package dev.cairn.bench.recall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Searches an index of Lucene with its usual settings: BM25 over the words that its English
 * analyser makes, and a graph of vectors (HNSW). It is merged into one segment before searches,
 * which is what Lucene is quickest with.
 */
final class LuceneDocuments implements SearchStore {
  private static final String NUMBER = "number";
  private static final String TEXT = "text";
  private static final String VECTOR = "vector";

  private final FSDirectory directory;
  private final Analyzer analyzer = new EnglishAnalyzer();
  private final IndexWriter writer;
  private @Nullable IndexSearcher searcher;
  private int candidates = ExactNearest.K;

  LuceneDocuments(Path path) {
    try {
      directory = FSDirectory.open(path.resolve("lucene"));
      writer = new IndexWriter(directory, new IndexWriterConfig(analyzer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void addAll(int first, List<Entry> entries) {
    call(
        () -> {
          for (int i = 0; i < entries.size(); i++) {
            writer.addDocument(document(first + i, entries.get(i)));
          }
          return writer.commit();
        });
  }

  private static Document document(int number, Entry entry) {
    Document document = new Document();
    document.add(new StoredField(NUMBER, number));
    document.add(new TextField(TEXT, entry.text, Field.Store.YES));
    document.add(
        new KnnFloatVectorField(VECTOR, entry.vector, VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  @Override
  public void prepare() {
    call(
        () -> {
          writer.forceMerge(1);
          return writer.commit();
        });
  }

  @Override
  public void keepCandidates(int number) {
    candidates = number;
  }

  @Override
  public List<Found> search(Way way, Entry question) {
    return call(
        () ->
            switch (way) {
              case WORDS -> read(numbers(words(question), ExactNearest.K));
              case MEANING -> read(numbers(meaning(question, candidates), ExactNearest.K));
              case HYBRID -> read(hybrid(question));
            });
  }

  private List<Integer> hybrid(Entry question) throws IOException {
    int kept = Math.max(CANDIDATES, candidates);
    return new NormalisedSum()
        .add(scored(words(question), CANDIDATES))
        .add(scored(meaning(question, kept), CANDIDATES))
        .best(ExactNearest.K);
  }

  private Query words(Entry question) {
    Query query = new QueryBuilder(analyzer).createBooleanQuery(TEXT, question.text);
    return query == null ? new MatchNoDocsQuery() : query;
  }

  private static Query meaning(Entry question, int kept) {
    return new KnnFloatVectorQuery(VECTOR, question.vector, kept);
  }

  private IndexSearcher searcher() throws IOException {
    if (searcher == null) {
      searcher = new IndexSearcher(DirectoryReader.open(directory));
    }
    return searcher;
  }

  private ScoreDoc[] hits(Query query, int most) throws IOException {
    return searcher().search(query, most).scoreDocs;
  }

  private List<Integer> numbers(Query query, int most) throws IOException {
    return Arrays.stream(hits(query, most)).map(hit -> hit.doc).toList();
  }

  private List<NormalisedSum.Scored> scored(Query query, int most) throws IOException {
    return Arrays.stream(hits(query, most))
        .map(hit -> new NormalisedSum.Scored(hit.doc, hit.score))
        .toList();
  }

  /** Reads the documents that Lucene has under its own numbers. */
  private List<Found> read(List<Integer> places) throws IOException {
    StoredFields fields = searcher().storedFields();
    List<Found> found = new ArrayList<>();
    for (int place : places) {
      Document document = fields.document(place);
      found.add(new Found(document.getField(NUMBER).numericValue().intValue(), document.get(TEXT)));
    }
    return found;
  }

  @Override
  public void close() {
    call(
        () -> {
          if (searcher != null) {
            searcher.getIndexReader().close();
          }
          writer.close();
          directory.close();
          return true;
        });
  }
}
