package dev.cairn;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.documents.Embedder;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.recall.EmbedderCalls;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options with which a program opens a store. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * CairnOptions.defaults().withCache(CachePolicy.untilChanged()).withWriteTimeout(Duration.ofSeconds(2))
 * }</pre>
 */
public final class CairnOptions {
  private static final CairnOptions DEFAULTS =
      new CairnOptions(
          LmdbOptions.defaults(),
          CachePolicy.ttl(CachePolicy.DEFAULT_TTL),
          64L << 20,
          Duration.ofSeconds(10),
          Clock.systemUTC(),
          null);

  private final LmdbOptions engine;
  private final CachePolicy cache;
  private final long cacheBytes;
  private final Duration writeTimeout;
  private final Clock clock;
  private final @Nullable EmbedderCalls embedder;

  private CairnOptions(
      LmdbOptions engine,
      CachePolicy cache,
      long cacheBytes,
      Duration writeTimeout,
      Clock clock,
      @Nullable EmbedderCalls embedder) {
    this.engine = engine;
    this.cache = cache;
    this.cacheBytes = cacheBytes;
    this.writeTimeout = writeTimeout;
    this.clock = clock;
    this.embedder = embedder;
  }

  /**
   * Returns the options that fit most programs: reading and writing, every write on disk when it
   * returns, 10 s for a write to get its turn, records cached for 60 s in 64 MiB, a map of 64 GiB.
   *
   * @return the defaults
   */
  public static CairnOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Refuses writes, and creates nothing.
   *
   * @return the changed options
   */
  public CairnOptions readOnly() {
    return with(engine.forReading());
  }

  /**
   * Sets which failures a returned write survives; {@link Durability#SYNC} by default.
   *
   * @param durability the durability
   * @return the changed options
   */
  public CairnOptions withDurability(Durability durability) {
    return with(
        new LmdbOptions(
            engine.readOnly(),
            notNull("durability", durability),
            engine.mapBytes(),
            engine.maxReaders()));
  }

  /**
   * Sets the size that the data file cannot outgrow; 64 GiB by default. It is address space, not
   * memory or disk; processes should agree on it. Where another process has made the store larger,
   * this one follows, as soon as none of its snapshots and writes is at work.
   *
   * @param bytes the size, at least 1 MiB
   * @return the changed options
   */
  public CairnOptions withMapSize(long bytes) {
    return with(
        new LmdbOptions(engine.readOnly(), engine.durability(), bytes, engine.maxReaders()));
  }

  /**
   * Sets how many snapshots can be open at once, in all processes together; 1,024 by default. The
   * first process that opens a store decides. Further reads wait up to 10 seconds for one to end.
   *
   * @param readers the number, positive
   * @return the changed options
   */
  public CairnOptions withMaxReaders(int readers) {
    return with(
        new LmdbOptions(engine.readOnly(), engine.durability(), engine.mapBytes(), readers));
  }

  private CairnOptions with(LmdbOptions changed) {
    return new CairnOptions(changed, cache, cacheBytes, writeTimeout, clock, embedder);
  }

  /**
   * Sets how long the read cache keeps records; {@code ttl} of 60 s by default.
   *
   * @param policy the policy
   * @return the changed options
   */
  public CairnOptions withCache(CachePolicy policy) {
    return new CairnOptions(
        engine, notNull("policy", policy), cacheBytes, writeTimeout, clock, embedder);
  }

  /**
   * Sets how much memory the read cache may take, roughly; 64 MiB by default.
   *
   * @param bytes the size, positive
   * @return the changed options
   */
  public CairnOptions withCacheBytes(long bytes) {
    return new CairnOptions(engine, cache, positive("bytes", bytes), writeTimeout, clock, embedder);
  }

  /**
   * Sets how long a write may wait for its turn; 10 s by default. {@link Memory#withTimeout} sets
   * it for single writes.
   *
   * @param timeout the time, positive
   * @return the changed options
   */
  public CairnOptions withWriteTimeout(Duration timeout) {
    return new CairnOptions(
        engine, cache, cacheBytes, positive("timeout", timeout), clock, embedder);
  }

  /**
   * Sets where the time of visits, uses and episodes comes from; the system's clock by default.
   *
   * @param source the clock; thread-safe, and its times are not null
   * @return the changed options
   */
  public CairnOptions withClock(Clock source) {
    return new CairnOptions(
        engine, cache, cacheBytes, writeTimeout, notNull("clock", source), embedder);
  }

  /**
   * Sets the embedder of documents, with a deadline of 60 s for each of its calls; none by default,
   * so that documents are found by their words alone.
   *
   * @param model the embedder; the caller closes it after the store, if it has to be closed
   * @return the changed options
   */
  public CairnOptions withEmbedder(Embedder model) {
    return withEmbedder(model, Duration.ofSeconds(60));
  }

  /**
   * Sets the embedder of documents.
   *
   * @param model the embedder; the caller closes it after the store, if it has to be closed
   * @param deadline the longest time that one call of it may take, for up to 32 texts; positive
   * @return the changed options
   */
  public CairnOptions withEmbedder(Embedder model, Duration deadline) {
    notNull("embedder", model);
    positive("deadline", deadline);
    EmbedderCalls calls =
        new EmbedderCalls(model.name(), model.dimension(), model::embed, deadline);
    return new CairnOptions(engine, cache, cacheBytes, writeTimeout, clock, calls);
  }

  LmdbOptions engine() {
    return engine;
  }

  CachePolicy cache() {
    return cache;
  }

  long cacheBytes() {
    return cacheBytes;
  }

  Duration writeTimeout() {
    return writeTimeout;
  }

  Clock clock() {
    return clock;
  }

  @Nullable EmbedderCalls embedder() {
    return embedder;
  }
}
