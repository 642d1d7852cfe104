package dev.cairn.bench.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/**
 * Searches vectors by Lucene's graph (HNSW) with its usual settings, in one segment, which is what
 * Lucene is quickest with.
 */
final class LuceneVectors implements AutoCloseable {
  private static final String FIELD = "vector";

  private final FSDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /** Builds the index; the number of a vector is its place in the array. */
  LuceneVectors(Path path, float[][] vectors) throws IOException {
    directory = FSDirectory.open(path);
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (float[] vector : vectors) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, vector, VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1); // in the order in which they were added
    }
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
  }

  /**
   * Finds the nearest vectors.
   *
   * @param k how many
   * @param candidates how many Lucene keeps while it walks the graph, at least k
   */
  List<Long> search(float[] query, int k, int candidates) throws IOException {
    List<Long> found = new ArrayList<>();
    for (ScoreDoc hit :
        searcher.search(new KnnFloatVectorQuery(FIELD, query, candidates), k).scoreDocs) {
      found.add((long) hit.doc);
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
