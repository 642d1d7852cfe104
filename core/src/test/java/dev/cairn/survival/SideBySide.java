package dev.cairn.survival;

import static dev.cairn.survival.Things.COUNTS;
import static dev.cairn.survival.Things.THINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.maintenance.VerifyReport;
import dev.cairn.survival.Things.Count;
import dev.cairn.survival.Things.Spot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Runs the same steps on a store and on its model, and compares the results. The store is open
 * three times, with different caches: one keeps its rows, one keeps them for a millisecond, and one
 * keeps none.
 */
final class SideBySide implements AutoCloseable {
  static final List<String> NAMESPACES = List.of("", "a", "ab");

  private static final List<CachePolicy> CACHES =
      List.of(CachePolicy.untilChanged(), CachePolicy.ttl(Duration.ofMillis(1)), CachePolicy.off());

  static final int DOORS = 3;

  private final Path directory;
  private final List<Cairn> doors = new ArrayList<>();
  private final Map<String, ModelRows> model = new TreeMap<>();
  private final List<Queued> queued = new ArrayList<>();

  /** A write that was not waited for, with its expected outcome. */
  private record Queued(
      CompletableFuture<List<Object>> future, List<Object> expected, boolean fails) {}

  /** The exception of a transaction that fails, with the rows that it had seen by then. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Object> seen;

    Failure(List<Object> seen) {
      super("on purpose");
      this.seen = seen;
    }
  }

  SideBySide(Path directory) {
    this.directory = directory;
    NAMESPACES.forEach(namespace -> model.put(namespace, new ModelRows()));
    CACHES.forEach(cache -> doors.add(open(cache)));
  }

  private Cairn open(CachePolicy cache) {
    return Cairn.open(directory, CairnOptions.defaults().withCache(cache));
  }

  private Memory memory(int door, String namespace) {
    Cairn cairn = doors.get(door);
    return namespace.isEmpty() ? cairn.memory() : cairn.memory(namespace);
  }

  /** Does one thing. */
  void act(int door, String namespace, Action action) {
    settle();
    Object expected = action.on(model.get(namespace));
    assertThat(action.on(new StoreRows(memory(door, namespace)))).isEqualTo(expected);
  }

  /**
   * Does several things in one transaction, which may fail after them: then nothing was done.
   *
   * @param waits whether to wait for its end now, or some time later
   */
  void actTogether(int door, String namespace, List<Action> actions, boolean fails, boolean waits) {
    ModelRows rows = model.get(namespace);
    List<Object> expected = outcomes(actions, fails ? rows.copy() : rows);
    Function<Memory, List<Object>> work =
        memory -> {
          List<Object> seen = outcomes(actions, new StoreRows(memory));
          if (fails) {
            throw new Failure(seen);
          }
          return seen;
        };
    Memory memory = memory(door, namespace);
    if (!waits) {
      queued.add(new Queued(memory.writeAndGetAsync(work), expected, fails));
    } else if (fails) {
      assertThatThrownBy(() -> memory.writeAndGet(work))
          .isInstanceOfSatisfying(
              Failure.class, failure -> assertThat(failure.seen).isEqualTo(expected));
    } else {
      assertThat(memory.writeAndGet(work)).isEqualTo(expected);
    }
  }

  private static List<Object> outcomes(List<Action> actions, Rows rows) {
    return actions.stream().map(action -> action.on(rows)).toList();
  }

  /** Waits for the writes that were not waited for: reads may overtake them. */
  private void settle() {
    for (Queued write : queued) {
      if (write.fails()) {
        assertThatThrownBy(write.future()::join)
            .cause()
            .isInstanceOfSatisfying(
                Failure.class, failure -> assertThat(failure.seen).isEqualTo(write.expected()));
      } else {
        assertThat(write.future().join()).isEqualTo(write.expected());
      }
    }
    queued.clear();
  }

  void reopen(int door) {
    settle();
    doors.get(door).close();
    doors.set(door, open(CACHES.get(door)));
  }

  /** Closes the store, and opens it again. */
  void reopenAll() {
    settle();
    doors.forEach(Cairn::close);
    doors.clear();
    CACHES.forEach(cache -> doors.add(open(cache)));
  }

  void dropNamespace(int door, String namespace) {
    settle();
    Map<String, Long> expected = new TreeMap<>();
    ModelRows rows = model.put(namespace, new ModelRows());
    expected.put(THINGS.name(), (long) rows.things.size());
    expected.put(COUNTS.name(), (long) rows.counts.size());
    expected.values().removeIf(count -> count == 0);
    Cairn cairn = doors.get(door);
    assertThat(cairn.maintenance().countNamespace(namespace)).isEqualTo(expected);
    assertThat(cairn.maintenance().dropNamespace(namespace, ProgressListener.none()))
        .isEqualTo(expected);
  }

  /** Lets another JVM write, kills it, and has the model do what that one came to. */
  void killWriter(int acknowledgements) {
    settle();
    ModelRows rows = model.get("");
    long before = rows.counts.getOrDefault(ModelWriter.COUNTER, 0L);
    long acknowledged = ModelWriter.writeUntilKilled(directory, before, acknowledgements);
    doors.get(0).flush(); // writes that readers do not see yet show from the next write on
    long after = memory(0, "").get(COUNTS, ModelWriter.COUNTER).map(Count::n).orElse(0L);
    assertThat(after)
        .as("of %d acknowledged", acknowledged)
        .isBetween(acknowledged, acknowledged + 1);
    for (long n = before + 1; n <= after; n++) {
      outcomes(ModelWriter.transaction(n), rows);
    }
    compare();
  }

  /** Compares everything, through every door. */
  void compare() {
    settle();
    for (int door = 0; door < DOORS; door++) {
      for (String namespace : NAMESPACES) {
        compare(model.get(namespace), memory(door, namespace));
      }
    }
  }

  private static void compare(ModelRows rows, Memory memory) {
    StoreRows stored = new StoreRows(memory);
    for (Query.By by : Query.By.values()) {
      for (boolean descending : new boolean[] {false, true}) {
        Query all = Query.all(by, descending);
        assertThat(stored.find(all)).as("%s", all).isEqualTo(rows.find(all));
        assertThat(stored.size(all)).as("%s", all).isEqualTo(rows.size(all));
      }
    }
    for (Spot spot : Things.SPOTS) {
      assertThat(stored.get(spot)).as("%s", spot).isEqualTo(rows.get(spot));
    }
    rows.counts.forEach(
        (counter, n) -> assertThat(memory.get(COUNTS, counter)).contains(new Count(n)));
  }

  /** Compares everything once more, closes the store, and reads every page of it. */
  void verify() {
    compare();
    assertThat(doors.get(0).maintenance().reindex(List.of(THINGS, COUNTS), ProgressListener.none()))
        .allMatch(repair -> repair.missing() + repair.surplus() + repair.unreadable() == 0);
    close();
    VerifyReport report =
        Maintenance.verify(directory, VerifyOptions.deep().withTables(List.of(THINGS, COUNTS)));
    assertThat(report.findings()).isEmpty();
    assertThat(report.sound()).isTrue();
    long rows =
        model.values().stream().mapToLong(all -> all.things.size() + all.counts.size()).sum();
    assertThat(report.tables().stream().mapToLong(VerifyReport.TableCount::rows).sum())
        .isEqualTo(rows);
  }

  @Override
  public void close() {
    doors.forEach(Cairn::close);
  }
}
