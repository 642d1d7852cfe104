package dev.cairn.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.episodes.Episodes;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Graph;
import dev.cairn.graph.GraphQuery;
import dev.cairn.graph.Relation;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.Write;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.skills.Skills;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import dev.cairn.users.Users;
import dev.cairn.values.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a stream of rows which is not read to its end leaves no cursor open. */
class AbandonedStreamsTest {
  @TempDir private Path directory;
  private OpenStore store;

  /** The cursors that are open. */
  private int open;

  /** The cursors that were open at the end of each write and snapshot. */
  private final List<Integer> left = new ArrayList<>();

  @BeforeEach
  void open() {
    store = OpenStore.over(counting(Stores.open(directory)));
    store.put(OpenStore.Note.of("a"), OpenStore.Note.of("b"), OpenStore.Note.of("c"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Returns an engine that counts the cursors of its views. */
  private Engine counting(Engine real) {
    return proxy(
        Engine.class,
        (method, arguments) -> {
          if (arguments != null && arguments.length > 0 && arguments[0] instanceof Write<?> write) {
            arguments[0] = (Write<Object>) batch -> run(write, batch);
          }
          Object result = call(real, method, arguments);
          return result instanceof Snapshot snapshot
              ? counting(Snapshot.class, snapshot, new AtomicInteger())
              : result;
        });
  }

  private Object run(Write<?> write, Batch batch) {
    AtomicInteger here = new AtomicInteger();
    Object result = write.run(counting(Batch.class, batch, here));
    left.add(here.get());
    return result;
  }

  private <V> V counting(Class<V> type, V view, AtomicInteger here) {
    return proxy(
        type,
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            left.add(here.get());
          }
          Object result = call(view, method, arguments);
          return result instanceof Cursor cursor ? counting(cursor, here) : result;
        });
  }

  private Cursor counting(Cursor cursor, AtomicInteger here) {
    here.incrementAndGet();
    open++;
    boolean[] closed = {false};
    return proxy(
        Cursor.class,
        (method, arguments) -> {
          Object result = call(cursor, method, arguments);
          boolean ends = method.getName().equals("close") || Boolean.FALSE.equals(result);
          if (ends && !closed[0]) {
            closed[0] = true;
            here.decrementAndGet();
            open--;
          }
          return result;
        });
  }

  private interface Interception {
    Object apply(Method method, Object[] arguments) throws Throwable;
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Interception interception) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> interception.apply(method, arguments)));
  }

  @Test
  void aScanWithALimitEndsWithItsLastRow() {
    store.here.read(
        tx -> {
          Scan last = Scan.all().descending().limit(1);
          assertThat(tx.scan(OpenStore.NOTES, last).findFirst().orElseThrow().key()).isEqualTo("c");
          assertThat(open).isZero();
          assertThat(tx.scan(OpenStore.NOTES, OpenStore.BY_TIME, last).findFirst()).isPresent();
          assertThat(open).isZero();
          assertThat(tx.scan(OpenStore.NOTES, Scan.all().limit(2)).toList()).hasSize(2);
          assertThat(open).isZero();
          assertThat(tx.scan(OpenStore.NOTES, Scan.all().limit(2)).limit(2).toList()).hasSize(2);
          assertThat(open).isZero();
          return "";
        });
  }

  @Test
  void aClosedStreamEndsItsScan() {
    store.here.read(
        tx -> {
          try (Stream<?> rows = tx.scan(OpenStore.NOTES, Scan.all())) {
            assertThat(rows.findFirst()).isPresent();
            assertThat(open).isEqualTo(1);
          }
          assertThat(open).isZero();
          return "";
        });
  }

  static List<Consumer<Transactor>> calls() {
    Clock clock = Clock.systemUTC();
    return List.of(
        here -> new Graph(here, clock).create(Entity.of("new", "t").withObservations("o", "p")),
        here -> new Graph(here, clock).observe("e1", "more"),
        here -> new Graph(here, clock).relate(Relation.of("e1", "near", "e3")),
        here -> new Graph(here, clock).removeEntities(List.of("e1")),
        here -> new Graph(here, clock).open(List.of("e1", "e2")),
        here -> new Graph(here, clock).find(GraphQuery.atMost(1)),
        here -> new Graph(here, clock).find(GraphQuery.atMost(1).about("o")),
        here -> new Skills(here, clock).list(1),
        here -> new Skills(here, clock).find(SkillQuery.atMost(1)),
        here -> new Skills(here, clock).find(SkillQuery.atMost(1).withWords("skill")),
        here -> new Skills(here, clock).count(SkillQuery.atMost(1).withWords("skill")),
        here -> new Skills(here, clock).best(SkillQuery.atMost(1)),
        here -> new Users(here, clock).list(1),
        here -> new Episodes(here, clock).find(EpisodeQuery.newest(1)),
        here ->
            new Episodes(here, clock)
                .count(EpisodeQuery.newest(1).by("agent").cameOut(Outcome.UNKNOWN)),
        here -> new Episodes(here, clock).pruneToNewest(1));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void noCallOfARepositoryLeavesACursorBehind(Consumer<Transactor> call) {
    Clock clock = Clock.systemUTC();
    for (String each : List.of("1", "2", "3")) {
      new Graph(store.here, clock).create(Entity.of("e" + each, "t").withObservations("o"));
      new Skills(store.here, clock).add(Skill.of(each, "skill " + each));
      new Users(store.here, clock).recordConversation(each);
      new Episodes(store.here, clock).record(Episode.of("task " + each).by("agent"));
    }
    new Graph(store.here, clock).relate(Relation.of("e1", "near", "e2"));
    left.clear();

    call.accept(store.here);

    assertThat(left).isNotEmpty().containsOnly(0);
  }
}
