package dev.cairn.internal.cache;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.cairn.CachePolicy;
import dev.cairn.internal.cache.HeapEngine.HeapSnapshot;
import dev.cairn.survival.Effort;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that reads through the cache are never stale, in every interleaving with commits of this
 * process and of others.
 *
 * <p>The change log reaches back two commits, so that "everything may have changed" happens too.
 * Take away any of the fences in {@link CoherentCache}, and this fails: {@code CacheMutantsTest}
 * takes away each of them in turn.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
@Tag("slow")
public class CoherentCacheLincheckTest {
  /** The cache's key of the query. */
  private static final int BOTH = -1;

  private final HeapEngine engine = new HeapEngine(2, 2);
  private final CoherentCache<Integer, Integer> cache =
      new CoherentCache<>(engine, CachePolicy.untilChanged(), 1 << 20, new FirstByte());

  /** Reads as the store does: the cache, else a snapshot whose value is offered. */
  @Operation
  public int get(@Param(name = "key") int key) {
    Integer cached = cache.get(key);
    if (cached != null) {
      return cached;
    }
    HeapSnapshot snapshot = engine.snapshot();
    return load(snapshot, key);
  }

  /** Asks a query that reads both rows. */
  @Operation
  public String query() {
    Entry<Integer> known = cache.results().get(BOTH);
    return text(known != null ? known : answer(engine.snapshot()));
  }

  /** Asks the query at a snapshot that reads a row before. */
  @Operation
  public String getAndQuery() {
    HeapSnapshot snapshot = engine.snapshot();
    int first = getAt(snapshot, 0);
    Entry<Integer> known = cache.results().getAt(BOTH, snapshot);
    return first + "," + text(known != null ? known : answer(snapshot));
  }

  private Entry<Integer> answer(HeapSnapshot snapshot) {
    int both = 100 * snapshot.value(0) + snapshot.value(1);
    Entry<Integer> answer =
        new Entry<>(
            both, snapshot.version(), 1, ReadSet.of(new int[] {0, 0, 1, 1}, ReadSet.ANY_TABLES));
    cache.results().offer(BOTH, answer);
    return answer;
  }

  private static String text(Entry<Integer> answer) {
    return answer.value() / 100 + "," + answer.value() % 100;
  }

  /** Reads two rows in one snapshot. */
  @Operation
  public String getBoth() {
    HeapSnapshot snapshot = engine.snapshot();
    return getAt(snapshot, 0) + "," + getAt(snapshot, 1);
  }

  private int getAt(HeapSnapshot snapshot, int key) {
    Integer cached = cache.getAt(key, snapshot);
    return cached != null ? cached : load(snapshot, key);
  }

  private int load(HeapSnapshot snapshot, int key) {
    int value = snapshot.value(key);
    cache.offer(key, new Entry<>(value, snapshot.version(), 1));
    return value;
  }

  /** A commit of this process, whose cache then takes over what it stored. */
  @Operation
  public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
    long version = engine.put(key, value);
    cache.committed(version, Map.of(key, new Entry<>(value, version, 1)), changed(key));
  }

  /** A commit of another process: this one's cache hears of it by the change log only. */
  @Operation
  public void putElsewhere(@Param(name = "key") int key, @Param(name = "value") int value) {
    engine.put(key, value);
  }

  /** A commit that reads through the cache at the version that it is based on. */
  @Operation
  public void increment(@Param(name = "key") int key) {
    int[] stored = new int[1];
    long version =
        engine.increment(
            key,
            same -> {
              HeapSnapshot base = engine.snapshot();
              Integer cached = cache.getForWrite(same, base.version());
              stored[0] = cached != null ? cached : base.value(same);
              return stored[0];
            });
    cache.committed(version, Map.of(key, new Entry<>(stored[0] + 1, version, 1)), changed(key));
  }

  private static List<byte[]> changed(int key) {
    return List.of(new byte[] {(byte) key});
  }

  /** The sequential meaning of the operations. */
  public static final class Sequential {
    private final Map<Integer, Integer> rows = new HashMap<>();

    public int get(int key) {
      return rows.getOrDefault(key, 0);
    }

    public String getBoth() {
      return get(0) + "," + get(1);
    }

    public String query() {
      return getBoth();
    }

    public String getAndQuery() {
      return get(0) + "," + getBoth();
    }

    public void put(int key, int value) {
      rows.put(key, value);
    }

    public void putElsewhere(int key, int value) {
      rows.put(key, value);
    }

    public void increment(int key) {
      rows.merge(key, 1, Integer::sum);
    }
  }

  /** The races that the fences of the cache guard against. */
  public enum Race {
    /** A fill from a snapshot that a catch-up passes: it stays out. */
    LATE_FILL,
    /** A catch-up that has begun and not ended: nobody takes an entry that it will drop. */
    UNFINISHED_CATCH_UP,
    /** Three commits, of which the log knows two: old entries are void before they are gone. */
    EVERYTHING_CHANGED,
    /** A snapshot does not see what a writer has offered since. */
    NEWER_THAN_A_SNAPSHOT,
    /** An own commit after a foreign one, which the cache has not heard of. */
    FOREIGN_COMMIT_BEFORE_AN_OWN,
    /** An own commit that is based on another, which the cache takes over meanwhile. */
    OWN_COMMITS,
    /** Own and foreign commits, both based on what the cache says. */
    OWN_AND_FOREIGN_COMMITS,
    /** A foreign commit that changes what a query read. */
    QUERY_AND_FOREIGN_COMMIT,
    /** An own commit that changes what a query read. */
    QUERY_AND_OWN_COMMIT,
    /** Three commits, of which the log knows two, after a query. */
    QUERY_AND_EVERYTHING,
    /** A snapshot does not see the answer of a later one. */
    ANSWER_NEWER_THAN_A_SNAPSHOT;

    /** Those of rows alone. */
    static final Set<Race> OF_ROWS = EnumSet.range(LATE_FILL, OWN_AND_FOREIGN_COMMITS);

    /** Those of queries: {@link CachedQueriesLincheckTest} explores them. */
    static final Set<Race> OF_QUERIES =
        EnumSet.complementOf(EnumSet.range(LATE_FILL, OWN_AND_FOREIGN_COMMITS));
  }

  private static ExecutionScenario scenario(Race race) {
    return switch (race) {
      case LATE_FILL ->
          scenario(
              List.of(), List.of(op("get", 0)), List.of(op("putElsewhere", 0, 5), op("get", 1)));
      case UNFINISHED_CATCH_UP ->
          scenario(
              List.of(op("get", 0)),
              List.of(op("putElsewhere", 0, 5), op("get", 1)),
              List.of(op("get", 0)));
      case EVERYTHING_CHANGED ->
          scenario(
              List.of(op("get", 0)),
              List.of(
                  op("putElsewhere", 0, 5),
                  op("putElsewhere", 1, 6),
                  op("putElsewhere", 1, 7),
                  op("get", 1)),
              List.of(op("get", 0), op("getBoth")));
      case NEWER_THAN_A_SNAPSHOT ->
          scenario(
              List.of(op("get", 0)),
              List.of(op("getBoth"), op("get", 0)),
              List.of(op("put", 0, 5), op("put", 1, 6)));
      case FOREIGN_COMMIT_BEFORE_AN_OWN ->
          scenario(
              List.of(op("get", 0)),
              List.of(op("putElsewhere", 0, 5), op("put", 1, 6)),
              List.of(op("get", 1)));
      case OWN_COMMITS ->
          scenario(
              List.of(op("get", 0)),
              List.of(op("increment", 0), op("get", 0)),
              List.of(op("increment", 0), op("get", 0)));
      case OWN_AND_FOREIGN_COMMITS ->
          scenario(
              List.of(op("get", 0)),
              List.of(op("increment", 0), op("get", 0)),
              List.of(op("putElsewhere", 0, 5), op("increment", 0)));
      case QUERY_AND_FOREIGN_COMMIT ->
          scenario(
              List.of(op("query")),
              List.of(op("putElsewhere", 0, 5), op("query")),
              List.of(op("query"), op("get", 0)));
      case QUERY_AND_OWN_COMMIT ->
          scenario(
              List.of(op("query")),
              List.of(op("put", 0, 5), op("query")),
              List.of(op("get", 0), op("query")));
      case QUERY_AND_EVERYTHING ->
          scenario(
              List.of(op("query")),
              List.of(
                  op("putElsewhere", 0, 5),
                  op("putElsewhere", 1, 6),
                  op("putElsewhere", 1, 7),
                  op("query")),
              List.of(op("query"), op("getAndQuery")));
      case ANSWER_NEWER_THAN_A_SNAPSHOT ->
          scenario(
              List.of(op("query")),
              List.of(op("getAndQuery"), op("query")),
              List.of(op("put", 0, 5), op("query")));
    };
  }

  private static ExecutionScenario scenario(
      List<Actor> before, List<Actor> oneThread, List<Actor> other) {
    List<Actor> after = List.of(op("get", 0), op("getBoth"), op("query"));
    return new ExecutionScenario(before, List.of(oneThread, other), after, null);
  }

  private static Actor op(String name, Object... arguments) {
    return Arrays.stream(CoherentCacheLincheckTest.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .map(method -> new Actor(method, List.of(arguments)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void modelChecking() {
    check(Race.OF_ROWS, Effort.of(200, 2_000));
  }

  /** Explores some interleavings of one race. */
  public static void explore(String race, int interleavings) {
    check(Set.of(Race.valueOf(race)), interleavings);
  }

  static void check(Set<Race> races, int interleavings) {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .sequentialSpecification(Sequential.class)
            .minimizeFailedScenario(false)
            .iterations(0)
            .invocationsPerIteration(interleavings)
            .addGuarantee(
                forClasses(CoherentCacheLincheckTest::atomic)
                    .methods(CoherentCacheLincheckTest::atomicIn)
                    .treatAsAtomic());
    races.forEach(race -> options.addCustomScenario(scenario(race)));
    options.check(CoherentCacheLincheckTest.class);
  }

  /** Tells which classes are atomic by themselves: to look at their steps would only take time. */
  private static boolean atomic(String className) {
    return className.startsWith("com.github.benmanes.caffeine.")
        || className.startsWith("java.util.concurrent.locks.")
        || className.equals(LongAdder.class.getName())
        || className.startsWith(HeapEngine.class.getName());
  }

  /** But not what takes a lock that others must wait for: a fill, what replaces it, a commit. */
  private static boolean atomicIn(String method) {
    return !method.contains("remap")
        && !List.of("compute", "put", "putAll", "increment").contains(method);
  }

  /** Random scenarios, as fast as the machine goes: what nobody thought of. */
  @Test
  void stress() {
    new StressOptions()
        .sequentialSpecification(Sequential.class)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .iterations(Effort.of(12, 60))
        .invocationsPerIteration(1_000)
        .check(CoherentCacheLincheckTest.class);
  }
}
