package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the conditions, pages and ranking of graph queries. */
class GraphQueryTest extends OpenGraph {
  private List<String> find(GraphQuery query) {
    return names(graph.find(query));
  }

  @Test
  void aTypeIsTakenExactly() {
    graph.create(person("Alice"), Entity.of("Acme", "company"), Entity.of("Bob", "Person"));

    assertThat(find(GraphQuery.all().ofType("person"))).containsExactly("Alice");
    assertThat(find(GraphQuery.all().ofType("robot"))).isEmpty();
  }

  @Test
  void aTimeFindsWhatWasCreatedOrObservedSince() {
    graph.create(person("Alice"), person("Bob"));
    clock.advance(Duration.ofHours(1));
    Instant then = clock.instant();
    graph.observe("Bob", "new");
    graph.create(person("Charlie"));

    assertThat(find(GraphQuery.all().since(then))).containsExactly("Bob", "Charlie");
    assertThat(find(GraphQuery.all().since(then.plusNanos(1)))).isEmpty();
    assertThat(find(GraphQuery.all().since(Instant.MIN))).hasSize(3);
  }

  @Test
  void aSourceFindsWhatWasLearntFromItEvenSince() {
    graph.create(person("Alice"), person("Bob"), person("Charlie"));
    graph.observe("Alice", List.of(Observation.of("a").from("crawler")));
    graph.observe("Bob", List.of(Observation.of("b").from("reader")));
    clock.advance(Duration.ofHours(1));
    graph.observe("Alice", List.of(Observation.of("c").from("reader")));
    graph.observe("Charlie", List.of(Observation.of("d").from("crawler")));

    assertThat(find(GraphQuery.all().learntFrom("crawler"))).containsExactly("Alice", "Charlie");
    assertThat(find(GraphQuery.all().learntFrom("crawler").since(clock.instant())))
        .containsExactly("Charlie");
    // A found entity is whole: it has the observations that did not match, too.
    assertThat(graph.find(GraphQuery.all().learntFrom("crawler")).entities().get(0).observations())
        .hasSize(2);
  }

  @Test
  void allConditionsMustBeMet() {
    graph.create(
        person("Alice", "works at Acme"),
        Entity.of("Acme", "company"),
        Entity.of("Bob", "person").withObservations("plays chess"));

    assertThat(find(GraphQuery.all().containing("acme").ofType("person"))).containsExactly("Alice");
    assertThat(find(GraphQuery.all().containing("acme").about("chess"))).isEmpty();
  }

  @Test
  void pagesHaveEachEntityOnceWhateverHappensBetweenThem() {
    graph.create(IntStream.range(0, 20).mapToObj(i -> Entity.of("e" + i, "t" + i % 2)).toList());
    graph.relate(Relation.of("e0", "near", "e10"));
    GraphQuery query = GraphQuery.atMost(3).ofType("t0");
    List<String> seen = new ArrayList<>();

    Subgraph page = graph.find(query);
    assertThat(sentences(page)).containsExactly("e0 near e10");
    while (page.next().isPresent()) {
      assertThat(page.entities()).hasSize(3);
      seen.addAll(names(page));
      graph.removeEntities(List.of(names(page).get(0), "e1", "e18"));
      graph.create(Entity.of("new" + seen.size(), "t1"));
      page = graph.find(query.continuedAt(page.next().getAsLong()));
    }
    seen.addAll(names(page));

    assertThat(seen).containsExactly("e0", "e2", "e4", "e6", "e8", "e10", "e12", "e14", "e16");
  }

  @Test
  void aLimitOfZeroTellsWhetherThereIsAny() {
    assertThat(graph.find(GraphQuery.atMost(0)).next()).isEqualTo(OptionalLong.empty());
    graph.create(person("Alice"));
    assertThat(graph.find(GraphQuery.atMost(0)).next()).isPresent();
    assertThat(graph.find(GraphQuery.atMost(0)).entities()).isEmpty();
    assertThat(graph.find(GraphQuery.atMost(1)).next()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void aQuestionFindsTheBestMatchFirst() {
    graph.create(
        person("Alice", "likes tea"),
        person("Bob", "likes tea and chess"),
        Entity.of("Tea house", "shop").withObservations("sells tea", "has chess boards"),
        person("Charlie", "likes coffee"));

    // Both words, one of them in the name; both words; one word.
    assertThat(find(GraphQuery.all().about("Chess, with TEA?")))
        .containsExactly("Tea house", "Bob", "Alice");
    // A word that few have weighs more than one that many have.
    assertThat(find(GraphQuery.all().about("chess coffee")))
        .containsExactly("Charlie", "Bob", "Tea house");
    assertThat(find(GraphQuery.all().about("…"))).isEmpty();
    assertThat(find(GraphQuery.all().about("quantum"))).isEmpty();
  }

  @Test
  void ranksArePagedToo() {
    graph.create(
        IntStream.range(0, 10).mapToObj(i -> person("p" + i, "tea ".repeat(1 + i))).toList());
    List<String> whole = find(GraphQuery.all().about("tea p7"));
    GraphQuery query = GraphQuery.atMost(4).about("tea p7");
    List<String> seen = new ArrayList<>();

    Subgraph page = graph.find(query);
    while (page.next().isPresent()) {
      seen.addAll(names(page));
      page = graph.find(query.continuedAt(page.next().getAsLong()));
    }
    seen.addAll(names(page));

    assertThat(whole).hasSize(10).startsWith("p7", "p0", "p1");
    assertThat(seen).isEqualTo(whole);
  }
}
