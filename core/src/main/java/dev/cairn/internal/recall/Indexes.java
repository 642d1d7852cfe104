package dev.cairn.internal.recall;

import dev.cairn.internal.vectors.Mirrors;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.internal.words.Analysis;
import dev.cairn.internal.words.WordIndex;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds what all collections of an opened store share in this process: the embedders, the analyses,
 * and the mirrors of vectors. Thread-safe.
 */
public final class Indexes implements AutoCloseable {
  /** The least memory for the mirrors of vectors, enough for a million of 384 components. */
  private static final long LEAST_MIRROR_BYTES = 64L << 20;

  /** The deadline of embedders that are added to a store without one. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** The most collections of which something is kept. */
  private static final int MOST_KEPT = 256;

  /** The structures of one collection, which stay however large: without, its searches scan. */
  private static final int LEAST_KEPT = 3;

  /** The least memory for what is kept of collections. */
  private static final long LEAST_KEPT_BYTES = 64L << 20;

  private final Mirrors mirrors =
      new Mirrors(Math.max(LEAST_MIRROR_BYTES, Runtime.getRuntime().maxMemory() / 4));
  private final long mostKeptBytes =
      Math.max(LEAST_KEPT_BYTES, Runtime.getRuntime().maxMemory() / 8);
  private final @Nullable EmbedderCalls preferred;
  private final boolean optional;
  private final Map<Kind, EmbedderCalls> others = new ConcurrentHashMap<>();
  private final Map<String, Analysis> analyses = new ConcurrentHashMap<>();
  private final Map<String, Analysis> analysesByVersion = new ConcurrentHashMap<>();

  /** For each namespace, the state of the index of what it knows. */
  private final Map<String, IndexState> states = new ConcurrentHashMap<>();

  /** The structures that are kept of collections; the one that was used last comes last. */
  private final Map<Name, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  private record Name(Class<?> type, String namespace, String collection) {}

  /**
   * Begins with one embedder or none.
   *
   * @param preferred the embedder of new collections
   * @param optional whether collections with vectors of another embedder are used by words alone,
   *     rather than refused
   */
  public Indexes(@Nullable EmbedderCalls preferred, boolean optional) {
    this.preferred = preferred;
    this.optional = optional;
  }

  /** The kind of vectors that an embedder makes. */
  private record Kind(String embedder, int dimension) {}

  /**
   * Adds an embedder for the collections that have its vectors, unless the one of new collections
   * makes those.
   *
   * @param name its name
   * @param dimension the number of components of its vectors
   * @param embed embeds texts
   */
  public EmbedderCalls add(
      String name, int dimension, Function<List<String>, List<float[]>> embed) {
    Duration deadline = preferred == null ? DEADLINE : preferred.deadline();
    EmbedderCalls added = new EmbedderCalls(name, dimension, embed, deadline);
    others.put(new Kind(name, dimension), added);
    return added;
  }

  /** Returns the embedder of new collections, if there is one. */
  public Optional<EmbedderCalls> preferred() {
    return Optional.ofNullable(preferred);
  }

  /** Tells whether a collection with vectors of another embedder is used by words alone. */
  public boolean isOptional() {
    return optional;
  }

  /** Returns the embedder of that name whose vectors have that dimension, if there is one. */
  public Optional<EmbedderCalls> embedder(String name, int dimension) {
    return preferred()
        .filter(known -> known.name().equals(name) && known.dimension() == dimension)
        .or(() -> Optional.ofNullable(others.get(new Kind(name, dimension))));
  }

  /** Returns the analysis of a language. */
  public Analysis analysis(String language) {
    return analyses.computeIfAbsent(language, Analysis::of);
  }

  /** Returns the analysis that has a version; empty if this program has it not. */
  public Optional<Analysis> analysisOf(String version) {
    Optional<Analysis> known = Optional.ofNullable(analysesByVersion.get(version));
    return known.isPresent() ? known : added(version);
  }

  private Optional<Analysis> added(String version) {
    Optional<Analysis> made = Analysis.ofVersion(version);
    made.ifPresent(analysis -> analysesByVersion.put(version, analysis));
    return made;
  }

  /** Returns the index of words by an analysis. */
  public WordIndex words(Analysis analysis) {
    return new WordIndex(analysis);
  }

  /** Returns the index of vectors of a dimension. */
  public VectorIndex vectors(int dimension) {
    return new VectorIndex(mirrors, dimension);
  }

  /** Returns the state of the index of what a namespace knows. */
  public IndexState state(String namespace) {
    return states.computeIfAbsent(namespace, any -> new IndexState());
  }

  /**
   * Returns what this process keeps of a collection beside its rows, such as a structure in memory
   * that follows from them; that which was not asked for lately is dropped where all takes too much
   * memory.
   *
   * @param type the class of it, of which there is one for each collection
   * @param fresh makes it where there is none
   */
  public <T extends Kept> T kept(
      Class<T> type, String namespace, String collection, Supplier<T> fresh) {
    synchronized (kept) {
      Name name = new Name(type, namespace, collection);
      Kept known = kept.get(name);
      if (known == null) {
        known = fresh.get();
        kept.put(name, known);
      }
      dropOldest();
      return type.cast(known);
    }
  }

  /** Drops what was used longest ago until the rest is within the bounds. */
  private void dropOldest() {
    long bytes = kept.values().stream().mapToLong(Kept::bytes).sum();
    Iterator<Kept> oldestFirst = kept.values().iterator();
    while (kept.size() > MOST_KEPT || (bytes > mostKeptBytes && kept.size() > LEAST_KEPT)) {
      bytes -= oldestFirst.next().bytes();
      oldestFirst.remove();
    }
  }

  /** Lets go of what is in memory. */
  @Override
  public void close() {
    mirrors.close();
    synchronized (kept) {
      kept.clear();
    }
  }
}
