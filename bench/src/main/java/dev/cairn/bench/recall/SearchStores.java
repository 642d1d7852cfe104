package dev.cairn.bench.recall;

import dev.cairn.bench.contender.JvmArgs;
import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.bench.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures stores of documents, each in JVMs of its own. A store is filled when it is first needed,
 * and kept for later measurements until this is closed.
 */
public final class SearchStores implements AutoCloseable {
  private static final double NANOS_A_MILLI = 1e6;
  private static final double NANOS = 1e9;

  /** The share of the wanted documents that another process must add. */
  private static final double ENOUGH = 0.9;

  /** The kind of a store and the number of its documents. */
  private record Name(SearchKind kind, int documents) {}

  /** A directory, and the time that filling it took, until somebody has asked for that. */
  private static final class Filled {
    private final StoreDirectory directory = new StoreDirectory();
    private @Nullable Double seconds;
  }

  /**
   * The result of many searches.
   *
   * @param millis the median
   * @param found the share of the truly nearest documents that searches by meaning found
   */
  public record Searches(double millis, double found) {}

  /**
   * The times of single writes, in milliseconds.
   *
   * @param document the median of a document
   * @param row the median of a row
   */
  public record Durable(double document, double row) {}

  private final Map<Name, Filled> filled = new HashMap<>();
  private final Map<Integer, Double> foundByCairn = new HashMap<>();

  private Filled filled(SearchKind kind, int documents) throws IOException, InterruptedException {
    Name name = new Name(kind, documents);
    Filled store = filled.get(name);
    if (store == null) {
      store = fill(name);
      filled.put(name, store);
    }
    return store;
  }

  private Path path(SearchKind kind, int documents) throws IOException, InterruptedException {
    return filled(kind, documents).directory.path();
  }

  private static Filled fill(Name name) throws IOException, InterruptedException {
    name.kind().require();
    Filled store = new Filled();
    try {
      String nanos =
          ask(
              FillingJvm.class,
              FillingJvm.FILLED,
              name.kind(),
              store.directory.path(),
              name.documents());
      store.seconds = Long.parseLong(nanos) / NANOS;
      return store;
    } catch (IOException | RuntimeException e) {
      store.directory.close();
      throw e;
    }
  }

  /** Runs a JVM to its end, and returns the figures behind a word that it says. */
  private static String ask(Class<?> main, String word, Object... arguments)
      throws IOException, InterruptedException {
    try (ChildJvm child = start(main, arguments)) {
      String said = child.await(word);
      child.end();
      return said;
    }
  }

  private static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return ChildJvm.start(List.of(), JvmArgs.WARM_HEAP, main, arguments);
  }

  /** Measures how many documents a second a store takes, a thousand a commit. */
  public double addedPerSecond(SearchKind kind, int documents)
      throws IOException, InterruptedException {
    Filled store = filled(kind, documents);
    Double seconds = store.seconds;
    store.seconds = null;
    if (seconds == null) {
      Filled another = fill(new Name(kind, documents));
      another.directory.close();
      seconds = another.seconds;
    }
    return seconds == null ? Double.NaN : documents / seconds;
  }

  /** Measures the milliseconds of a document that is added to a new store, durable by itself. */
  public double addedMillis(SearchKind kind) throws IOException, InterruptedException {
    kind.require();
    try (StoreDirectory directory = new StoreDirectory()) {
      String nanos = ask(SingleAddsJvm.class, SingleAddsJvm.ADDED, kind, directory.path());
      return Long.parseLong(nanos) / NANOS_A_MILLI;
    }
  }

  /** Measures searches of Cairn, or of another store that finds as many of the nearest as Cairn. */
  public Searches search(SearchKind kind, Way way, int documents)
      throws IOException, InterruptedException {
    double wanted = kind == SearchKind.CAIRN || way == Way.WORDS ? 0 : foundByCairn(documents);
    return run(kind, way, documents, wanted);
  }

  private double foundByCairn(int documents) throws IOException, InterruptedException {
    Double known = foundByCairn.get(documents);
    return known == null ? run(SearchKind.CAIRN, Way.MEANING, documents, 0).found() : known;
  }

  private Searches run(SearchKind kind, Way way, int documents, double wanted)
      throws IOException, InterruptedException {
    String[] said =
        ask(
                SearchingJvm.class,
                SearchingJvm.SEARCHED,
                kind,
                path(kind, documents),
                way,
                Math.round(wanted * SearchingJvm.MILLION))
            .split(" ", 2);
    Searches searches =
        new Searches(
            Long.parseLong(said[0]) / NANOS_A_MILLI,
            Long.parseLong(said[1]) / SearchingJvm.MILLION);
    if (kind == SearchKind.CAIRN) {
      foundByCairn.put(documents, searches.found());
    }
    return searches;
  }

  /** Measures searches of Cairn while another process adds documents at an even pace. */
  public Searches searchBesideAdds(Way way, int documents, int perSecond)
      throws IOException, InterruptedException {
    try (ChildJvm adding = start(AddingJvm.class, path(SearchKind.CAIRN, documents), perSecond)) {
      adding.await("ready");
      Searches searches = run(SearchKind.CAIRN, way, documents, 0);
      adding.go();
      long added = Long.parseLong(adding.await(AddingJvm.ADDED));
      adding.end();
      if (added < ENOUGH * perSecond) {
        throw new IOException(
            "the other process added %,d documents a second of %,d".formatted(added, perSecond));
      }
      return searches;
    }
  }

  /** Measures single documents and single rows that are stored in Cairn by turns. */
  public Durable durable(int documents, int words) throws IOException, InterruptedException {
    String[] said =
        ask(DurableJvm.class, DurableJvm.DURABLE, path(SearchKind.CAIRN, documents), words)
            .split(" ", 2);
    return new Durable(
        Long.parseLong(said[0]) / NANOS_A_MILLI, Long.parseLong(said[1]) / NANOS_A_MILLI);
  }

  /** Measures the bytes that Cairn's index takes in memory for each vector. */
  public double bytesPerVector(int documents) throws IOException, InterruptedException {
    String bytes =
        ask(IndexMemoryJvm.class, IndexMemoryJvm.MEMORY, path(SearchKind.CAIRN, documents));
    return Long.parseLong(bytes) / (double) documents;
  }

  /** Deletes the stores. */
  @Override
  public void close() {
    filled.values().forEach(each -> each.directory.close());
    filled.clear();
  }
}
