package dev.cairn;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.documents.Embedder;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Indexes;
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
          new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30)),
          Clock.systemUTC(),
          null);

  private final LmdbOptions engine;
  private final CachePolicy cache;
  private final long cacheBytes;
  private final Timeouts timeouts;
  private final Clock clock;
  private final @Nullable Model embedder;

  /**
   * The embedder of documents.
   *
   * @param optional whether collections with vectors of another one are used by words alone
   */
  private record Model(EmbedderCalls calls, boolean optional) {}

  /** The longest times that a write, and a request for a lock of each kind, waits. */
  private record Timeouts(Duration write, Duration lockRead, Duration lockWrite) {}

  private CairnOptions(
      LmdbOptions engine,
      CachePolicy cache,
      long cacheBytes,
      Timeouts timeouts,
      Clock clock,
      @Nullable Model embedder) {
    this.engine = engine;
    this.cache = cache;
    this.cacheBytes = cacheBytes;
    this.timeouts = timeouts;
    this.clock = clock;
    this.embedder = embedder;
  }

  /**
   * Returns the options that fit most programs: reading and writing, every write on disk when it
   * returns, 10 s for a write to get its turn, 10 s to get a lock for reading and 30 s for writing,
   * records cached for 60 s in 64 MiB, a map of 64 GiB.
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
    return new CairnOptions(changed, cache, cacheBytes, timeouts, clock, embedder);
  }

  /**
   * Sets how long the read cache keeps records; {@code ttl} of 60 s by default.
   *
   * @param policy the policy
   * @return the changed options
   */
  public CairnOptions withCache(CachePolicy policy) {
    return new CairnOptions(
        engine, notNull("policy", policy), cacheBytes, timeouts, clock, embedder);
  }

  /**
   * Sets how much memory the read cache may take, roughly; 64 MiB by default.
   *
   * @param bytes the size, positive
   * @return the changed options
   */
  public CairnOptions withCacheBytes(long bytes) {
    return new CairnOptions(engine, cache, positive("bytes", bytes), timeouts, clock, embedder);
  }

  /**
   * Sets how long a write may wait for its turn; 10 s by default. {@link Memory#withTimeout} sets
   * it for single writes.
   *
   * @param timeout the time, positive
   * @return the changed options
   */
  public CairnOptions withWriteTimeout(Duration timeout) {
    positive("timeout", timeout);
    return with(new Timeouts(timeout, timeouts.lockRead(), timeouts.lockWrite()));
  }

  /**
   * Sets how long a request for a named lock waits; 10 s for reading and 30 s for writing by
   * default. {@link dev.cairn.locks.NamedLock#withTimeout} sets it for single locks.
   *
   * @param read the time for reading, positive
   * @param write the time for writing, and for a permit of a semaphore, positive
   * @return the changed options
   */
  public CairnOptions withLockTimeouts(Duration read, Duration write) {
    return with(new Timeouts(timeouts.write(), positive("read", read), positive("write", write)));
  }

  private CairnOptions with(Timeouts changed) {
    return new CairnOptions(engine, cache, cacheBytes, changed, clock, embedder);
  }

  /**
   * Sets where the time of visits, uses and episodes comes from; the system's clock by default.
   *
   * @param source the clock; thread-safe, and its times are not null
   * @return the changed options
   */
  public CairnOptions withClock(Clock source) {
    return new CairnOptions(
        engine, cache, cacheBytes, timeouts, notNull("clock", source), embedder);
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
    return withEmbedder(model, deadline, false);
  }

  /**
   * Sets the embedder of documents as {@link #withEmbedder(Embedder, Duration)} does, but refuses
   * no collection: one that has vectors of another embedder is used as without an embedder, by
   * words alone. So are all while the embedder fails, but for searches by meaning alone and for
   * syncs, which fail then. It is for programs that serve whatever store they are given, such as
   * the command.
   *
   * @param model the embedder; the caller closes it after the store, if it has to be closed
   * @param deadline the longest time that one call of it may take, for up to 32 texts; positive
   * @return the changed options
   */
  public CairnOptions withOptionalEmbedder(Embedder model, Duration deadline) {
    return withEmbedder(model, deadline, true);
  }

  private CairnOptions withEmbedder(Embedder model, Duration deadline, boolean optional) {
    notNull("embedder", model);
    positive("deadline", deadline);
    EmbedderCalls calls =
        new EmbedderCalls(model.name(), model.dimension(), model::embed, deadline);
    return new CairnOptions(engine, cache, cacheBytes, timeouts, clock, new Model(calls, optional));
  }

  LmdbOptions engine() {
    return engine;
  }

  Clock clock() {
    return clock;
  }

  /** Returns what all collections of a store that is opened with these options share. */
  Indexes indexes() {
    return embedder == null
        ? new Indexes(null, false)
        : new Indexes(embedder.calls(), embedder.optional());
  }

  /** Returns which failures a returned write survives. */
  public Durability durability() {
    return engine.durability();
  }

  /** Returns the size that the data file cannot outgrow, in bytes. */
  public long mapSize() {
    return engine.mapBytes();
  }

  /** Returns how many snapshots can be open at once, in all processes together. */
  public int maxReaders() {
    return engine.maxReaders();
  }

  /** Returns how long the read cache keeps records. */
  public CachePolicy cache() {
    return cache;
  }

  /** Returns how much memory the read cache may take, in bytes. */
  public long cacheBytes() {
    return cacheBytes;
  }

  /** Returns how long a write may wait for its turn. */
  public Duration writeTimeout() {
    return timeouts.write();
  }

  /** Returns how long a request for a named lock waits for reading. */
  public Duration lockReadTimeout() {
    return timeouts.lockRead();
  }

  /** Returns how long a request for a named lock waits for writing. */
  public Duration lockWriteTimeout() {
    return timeouts.lockWrite();
  }
}
