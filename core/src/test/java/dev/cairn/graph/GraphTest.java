package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.maintenance.VerifyOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the knowledge graph keeps order, times, sources, large texts and transactions, which
 * the reference MCP memory server lacks.
 */
class GraphTest extends OpenGraph {
  /** Longer than a key, and equal in the part that a short form shows. */
  private static final String LONG = "x".repeat(1 << 20);

  @Test
  void orderIsThatOfAdding() {
    graph.create(person("Zoe", "z"), person("Adam"));
    graph.relate(knows("Zoe", "Adam"), knows("Adam", "Zoe"));
    clock.advance(Duration.ofDays(-1)); // the clock of another process
    graph.create(person("Mia"));
    graph.observe("Zoe", "a", "m");
    graph.relate(Relation.of("Adam", "admires", "Adam"));

    assertThat(names(graph.all())).containsExactly("Zoe", "Adam", "Mia");
    assertThat(observations("Zoe")).containsExactly("z", "a", "m");
    assertThat(sentences(graph.all()))
        .containsExactly("Zoe knows Adam", "Adam knows Zoe", "Adam admires Adam");
  }

  @Test
  void whatIsRemovedAndAddedAgainIsTheLast() {
    graph.create(person("Alice", "a", "b"), person("Bob"));
    graph.relate(knows("Alice", "Bob"), knows("Bob", "Alice"));
    graph.removeObservations("Alice", List.of("a"));
    graph.observe("Alice", "a");
    graph.removeRelations(List.of(knows("Alice", "Bob")));
    graph.relate(knows("Alice", "Bob"));

    assertThat(observations("Alice")).containsExactly("b", "a");
    assertThat(sentences(graph.all())).containsExactly("Bob knows Alice", "Alice knows Bob");

    graph.removeEntities(List.of("Alice"));
    graph.create(person("Alice"));
    assertThat(names(graph.all())).containsExactly("Bob", "Alice");
    assertThat(observations("Alice")).isEmpty();
    assertThat(graph.countObservations()).isZero();
  }

  @Test
  void everythingHasTheTimeOfItsStoringOrItsOwn() {
    Instant then = Instant.parse("1999-12-31T23:59:59Z");
    graph.create(person("Alice", "a"), person("Bob").withTime(then));
    clock.advance(Duration.ofHours(1));
    graph.observe("Alice", List.of(Observation.of("b"), Observation.of("c").withTime(then)));
    graph.relate(knows("Alice", "Bob"), knows("Bob", "Alice").withTime(then));

    Instant start = clock.instant().minus(Duration.ofHours(1));
    Entity alice = graph.get("Alice").orElseThrow();
    assertThat(alice.createdAt()).contains(start);
    assertThat(alice.observations())
        .containsExactly(
            Observation.of("a").withTime(start),
            Observation.of("b").withTime(clock.instant()),
            Observation.of("c").withTime(then));
    assertThat(graph.get("Bob").orElseThrow().createdAt()).contains(then);
    assertThat(graph.all().relations())
        .containsExactly(
            knows("Alice", "Bob").withTime(clock.instant()), knows("Bob", "Alice").withTime(then));
  }

  @Test
  void anObservationKeepsItsFirstSource() {
    graph.create(person("Alice"));

    graph.observe(
        "Alice", List.of(Observation.of("likes tea").withSource("Bob"), Observation.of("b")));
    graph.observe("Alice", List.of(Observation.of("likes tea").withSource("Charlie")));

    assertThat(graph.get("Alice").orElseThrow().observations())
        .extracting(Observation::source)
        .containsExactly(Optional.of("Bob"), Optional.empty());
  }

  @Test
  void anObservationIsRefreshedByOneTransaction() {
    graph.create(person("Alice", "likes tea", "b"));
    clock.advance(Duration.ofHours(1));

    Observation again = Observation.of("likes tea").withSource("Bob");
    memory.write(
        m -> {
          m.graph().removeObservations("Alice", List.of("likes tea"));
          m.graph().observe("Alice", List.of(again));
        });

    assertThat(observations("Alice")).containsExactly("b", "likes tea");
    assertThat(graph.get("Alice").orElseThrow().observations())
        .last()
        .isEqualTo(again.withTime(clock.instant()));
  }

  @Test
  void oneCallHasEachTextAndEachNameOnce() {
    List<Entity> created = graph.create(person("Alice", "a", "b", "a"), person("Alice", "c"));

    assertThat(created).hasSize(1);
    assertThat(texts(created.get(0).observations())).containsExactly("a", "b");
    assertThat(texts(graph.observe("Alice", "c", "c"))).containsExactly("c");
    assertThat(graph.relate(knows("Alice", "Bob"), knows("Alice", "Bob"))).hasSize(1);
    assertThat(graph.removeEntities(List.of("Alice", "Alice"))).containsExactly("Alice");
  }

  @Test
  void textsLongerThanAKeyAreStoredAndToldApart() {
    String other = LONG.substring(1) + "y";
    graph.create(person(LONG, LONG, other), person(other));
    graph.relate(
        Relation.of(LONG, LONG, other), Relation.of(LONG, other, LONG), knows(other, LONG));

    assertThat(graph.count()).isEqualTo(2);
    assertThat(observations(LONG)).containsExactly(LONG, other);
    assertThat(observations(other)).isEmpty();
    assertThat(graph.contains(LONG.substring(1))).isFalse();
    assertThat(graph.open(List.of(other)).relations()).hasSize(2);
    assertThat(graph.find(GraphQuery.all().containing("xy")).entities()).hasSize(2);
    assertThat(graph.removeObservations(LONG, List.of(LONG))).isEqualTo(1);
    assertThat(graph.removeRelations(List.of(Relation.of(LONG, LONG, other)))).isEqualTo(1);
    assertThat(graph.removeEntities(List.of(other))).containsExactly(other);
    assertThat(graph.all().relations())
        .extracting(Relation::from, Relation::type, Relation::to)
        .containsExactly(tuple(LONG, other, LONG));
  }

  @Test
  void textsMayBeEmptyOrHoldAnything() {
    List<String> texts = List.of("", " ", "\n", "a\0b", "\uD83D", "\uD83D\uDE00", "3:abc:d", "~");
    texts.forEach(
        text -> graph.create(Entity.of(text, text).withObservations(texts.toArray(String[]::new))));
    // Both would be one text if the type and the name were only joined.
    graph.relate(Relation.of("", "a:", "b"), Relation.of("", "a", ":b"));
    texts.forEach(text -> graph.relate(Relation.of(text, text, text)));

    assertThat(names(graph.all())).containsExactlyElementsOf(texts);
    texts.forEach(text -> assertThat(observations(text)).containsExactlyElementsOf(texts));
    assertThat(graph.countRelations()).isEqualTo(texts.size() + 2);
  }

  @Test
  void relationsWithoutEntitiesAreKeptUntilTheirNameIsRemoved() {
    graph.relate(knows("Alice", "Bob"), knows("Bob", "Charlie"), knows("Charlie", "Alice"));

    assertThat(graph.all().relations()).hasSize(3);
    assertThat(graph.removeEntities(List.of("Bob"))).isEmpty();
    assertThat(sentences(graph.all())).containsExactly("Charlie knows Alice");
  }

  @Test
  void tenThousandEntitiesAreOneCall() {
    List<Entity> many =
        IntStream.range(0, 10_000).mapToObj(i -> person("p" + i, "is number " + i)).toList();
    List<Relation> chain =
        IntStream.range(1, 10_000).mapToObj(i -> knows("p" + (i - 1), "p" + i)).toList();

    assertThat(graph.create(many)).hasSize(10_000);
    assertThat(graph.relate(chain)).hasSize(9_999);

    Subgraph all = graph.all();
    assertThat(names(all)).containsExactlyElementsOf(many.stream().map(Entity::name).toList());
    assertThat(all.relations()).hasSize(9_999);
    assertThat(graph.open(List.of("p5000")).relations()).hasSize(2);
    assertThat(graph.removeEntities(names(all).subList(0, 5_000))).hasSize(5_000);
    assertThat(graph.count()).isEqualTo(5_000);
    assertThat(graph.countRelations()).isEqualTo(4_999);
  }

  @Test
  void aCallThatFailsLeavesNothing() {
    graph.create(person("Alice"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                memory.write(
                    m -> {
                      m.graph().create(person("Bob"));
                      m.graph().observe("Alice", "likes tea");
                      m.graph().observe("Ghost", "likes tea");
                    }))
        .withMessageContaining("'Ghost'");

    assertThat(names(graph.all())).containsExactly("Alice");
    assertThat(observations("Alice")).isEmpty();
  }

  @Test
  void aReadShowsOneMoment() {
    graph.create(person("Alice"));

    List<Integer> sizes =
        memory.read(
            m -> {
              List<Integer> seen = new ArrayList<>();
              seen.add(m.graph().all().entities().size());
              Thread other = new Thread(() -> graph.create(person("Bob")));
              other.start();
              join(other);
              seen.add(m.graph().all().entities().size());
              return seen;
            });

    assertThat(sizes).containsExactly(1, 1);
    assertThat(graph.count()).isEqualTo(2);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void namespacesShareNothingAndAreDroppedWhole() {
    Memory other = cairn.memory("other");
    graph.create(person("Alice", "a"));
    other.graph().create(person("Alice", "b"), person("Bob"));
    other.graph().relate(knows("Alice", "Bob"));

    assertThat(graph.all().relations()).isEmpty();
    assertThat(observations("Alice")).containsExactly("a");
    cairn.maintenance().dropNamespace("other", ProgressListener.none());
    assertThat(other.graph().all().entities()).isEmpty();
    assertThat(other.graph().countObservations() + other.graph().countRelations()).isZero();
    assertThat(names(graph.all())).containsExactly("Alice");
  }

  @Test
  void theStoreIsSoundAndItsIndexesCanBeMadeAgain() throws Exception {
    graph.create(person("Alice", "a", "b"), person(LONG, LONG));
    graph.relate(knows("Alice", LONG), knows(LONG, "Alice"));
    graph.removeObservations("Alice", List.of("a"));
    Subgraph before = graph.all();
    cairn.maintenance().reindex(Memory.tables(), ProgressListener.none());

    assertThat(graph.all()).isEqualTo(before);
    cairn.close();
    VerifyOptions options = VerifyOptions.deep().withTables(Memory.tables());
    assertThat(Maintenance.verify(directory, options).findings()).isEmpty();
    try (Cairn again = Cairn.open(directory)) {
      assertThat(again.memory().graph().all()).isEqualTo(before);
    }
  }

  @SuppressWarnings("NullAway")
  static List<Consumer<Graph>> badCalls() {
    return List.of(
        graph -> graph.create((List<Entity>) null),
        graph -> graph.create((Entity[]) null),
        graph -> graph.create(person("Alice"), null),
        graph -> graph.create(Entity.of(null, "person")),
        graph -> graph.create(Entity.of("Alice", null)),
        graph -> graph.create(person("Alice", "a", null)),
        graph -> graph.observe(null, "a"),
        graph -> graph.observe("Alice", (String[]) null),
        graph -> graph.observe("Alice", List.of(Observation.of("a").withSource(" "))),
        graph -> graph.relate(Collections.singletonList(null)),
        graph -> graph.relate(Relation.of("Alice", "knows", null)),
        graph -> graph.removeEntities(Arrays.asList("Alice", null)),
        graph -> graph.removeObservations(null, List.of()),
        graph -> graph.removeObservations("Alice", null),
        graph -> graph.removeRelations(null),
        graph -> graph.contains(null),
        graph -> graph.get(null),
        graph -> graph.open(null),
        graph -> graph.find(null),
        graph -> graph.find(GraphQuery.atMost(-1)),
        graph -> graph.find(GraphQuery.all().continuedAt(null)),
        graph -> graph.find(GraphQuery.all().learntFrom("")));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badArgumentsChangeNothing(Consumer<Graph> call) {
    long version = memory.version();

    assertThatIllegalArgumentException().isThrownBy(() -> call.accept(graph));

    assertThat(memory.version()).isEqualTo(version);
  }
}
