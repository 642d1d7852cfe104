package dev.cairn.bench.recall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Searches SQLite with FTS5 and sqlite-vec, set up as their documentation advises: Porter's stemmer
 * and an external text for the words; signs of vectors to find candidates with, which are then
 * compared by their whole vectors. FTS5 passes no words over, so those without a meaning are taken
 * out of the question.
 */
final class SqliteDocuments implements SearchStore {
  private static final String MMAP_BYTES = String.valueOf(64L << 30);
  private static final String CACHE_KIB = "-131072";

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
          "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='texts',"
              + " content_rowid='id', tokenize='porter unicode61')",
          "CREATE VIRTUAL TABLE IF NOT EXISTS vectors USING vec0(whole float[%d], signs bit[%d])"
              .formatted(TopicVectors.DIMENSION, TopicVectors.DIMENSION));

  private final Connection connection;
  private final PreparedStatement addText;
  private final PreparedStatement addWords;
  private final PreparedStatement addVector;
  private final PreparedStatement findWords;
  private final PreparedStatement findVectors;
  private final PreparedStatement readText;
  private int candidates = ExactNearest.K;

  SqliteDocuments(Path directory) {
    SQLiteConfig config = new SQLiteConfig();
    config.enableLoadExtension(true);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, MMAP_BYTES);
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, CACHE_KIB);
    connection =
        call(() -> config.createConnection("jdbc:sqlite:" + directory.resolve("texts.sqlite")));
    PreparedStatement load = prepare("SELECT load_extension(?)");
    call(
        () -> {
          load.setString(1, SqliteVec.library().toString());
          return load.execute();
        });
    TABLES.forEach(this::run);
    addText = prepare("INSERT INTO texts (id, text) VALUES (?, ?)");
    addWords = prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
    addVector =
        prepare("INSERT INTO vectors (rowid, whole, signs) VALUES (?, ?, vec_quantize_binary(?))");
    findWords = prepare("SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?");
    findVectors =
        prepare(
            "WITH near AS MATERIALIZED (SELECT rowid, whole FROM vectors"
                + " WHERE signs MATCH vec_quantize_binary(?) AND k = ?)"
                + " SELECT rowid, 1 - vec_distance_cosine(whole, ?) AS cosine FROM near"
                + " ORDER BY cosine DESC LIMIT ?");
    readText = prepare("SELECT text FROM texts WHERE id = ?");
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

  private PreparedStatement prepare(String sql) {
    return call(() -> connection.prepareStatement(sql));
  }

  private void run(String sql) {
    call(
        () -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  @Override
  public void addAll(int first, List<Entry> entries) {
    run("BEGIN IMMEDIATE");
    call(
        () -> {
          for (int i = 0; i < entries.size(); i++) {
            add(first + i, entries.get(i));
          }
          return first;
        });
    run("COMMIT");
  }

  private void add(int number, Entry entry) throws SQLException {
    for (PreparedStatement statement : List.of(addText, addWords)) {
      statement.setInt(1, number);
      statement.setString(2, entry.text);
      statement.executeUpdate();
    }
    byte[] vector = bytes(entry.vector);
    addVector.setInt(1, number);
    addVector.setBytes(2, vector);
    addVector.setBytes(3, vector);
    addVector.executeUpdate();
  }

  @Override
  public void prepare() {
    run("INSERT INTO words (words) VALUES ('optimize')");
    run("PRAGMA optimize");
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
              case WORDS -> read(numbers(words(question, ExactNearest.K)));
              case MEANING -> read(numbers(meaning(question, ExactNearest.K)));
              case HYBRID ->
                  read(
                      new NormalisedSum()
                          .add(words(question, CANDIDATES))
                          .add(meaning(question, CANDIDATES))
                          .best(ExactNearest.K));
            });
  }

  private static List<Integer> numbers(List<NormalisedSum.Scored> found) {
    return found.stream().map(NormalisedSum.Scored::number).toList();
  }

  private List<NormalisedSum.Scored> words(Entry question, int most) throws SQLException {
    String query =
        Arrays.stream(question.text.replace(".", "").split(" ", -1))
            .filter(word -> !EnglishAnalyzer.getDefaultStopSet().contains(word))
            .map(word -> '"' + word + '"')
            .collect(Collectors.joining(" OR "));
    if (query.isEmpty()) {
      return List.of();
    }
    findWords.setString(1, query);
    findWords.setInt(2, most);
    return found(findWords);
  }

  private List<NormalisedSum.Scored> meaning(Entry question, int most) throws SQLException {
    byte[] vector = bytes(question.vector);
    findVectors.setBytes(1, vector);
    findVectors.setInt(2, Math.max(most, candidates));
    findVectors.setBytes(3, vector);
    findVectors.setInt(4, most);
    return found(findVectors);
  }

  private static List<NormalisedSum.Scored> found(PreparedStatement query) throws SQLException {
    List<NormalisedSum.Scored> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(new NormalisedSum.Scored(rows.getInt(1), rows.getDouble(2)));
      }
    }
    return found;
  }

  private List<Found> read(List<Integer> numbers) throws SQLException {
    List<Found> found = new ArrayList<>();
    for (int number : numbers) {
      readText.setInt(1, number);
      try (ResultSet rows = readText.executeQuery()) {
        found.add(new Found(number, rows.getString(1)));
      }
    }
    return found;
  }

  @Override
  public void close() {
    call(
        () -> {
          connection.close();
          return true;
        });
  }
}
