package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.graph.GraphTables.EntityRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests that graph queries respect all conditions, return each entity on exactly one page, and rank
 * the best match first.
 */
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
    graph.observe("Alice", List.of(Observation.of("a").withSource("crawler")));
    graph.observe("Bob", List.of(Observation.of("b").withSource("reader")));
    clock.advance(Duration.ofHours(1));
    graph.observe("Alice", List.of(Observation.of("c").withSource("reader")));
    graph.observe("Charlie", List.of(Observation.of("d").withSource("crawler")));

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
      page = graph.find(query.continuedAt(page.next().orElseThrow()));
    }
    seen.addAll(names(page));

    assertThat(seen).containsExactly("e0", "e2", "e4", "e6", "e8", "e10", "e12", "e14", "e16");
  }

  @Test
  void aLimitOfZeroTellsWhetherThereIsAny() {
    assertThat(graph.find(GraphQuery.atMost(0)).next()).isEmpty();
    graph.create(person("Alice"));
    assertThat(graph.find(GraphQuery.atMost(0)).next()).isPresent();
    assertThat(graph.find(GraphQuery.atMost(0)).entities()).isEmpty();
    assertThat(graph.find(GraphQuery.atMost(1)).next()).isEmpty();
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

  /** Two stores whose clocks agreed may have given a place to an entity each, before a merge. */
  @Test
  void pagesTellEntitiesOfOnePlaceApart() {
    // In the order of keys; the last two are the other way round by their chars.
    List<String> names = List.of("a", "b", "c", "d", "\uFFFD", "\uD83D\uDE00");
    for (String name : names) {
      memory.put(GraphTables.ENTITIES, name, new EntityRow(name, "t", 7, clock.instant()));
    }
    memory.put(GraphTables.ENTITIES, "z", new EntityRow("z", "t", 8, clock.instant()));
    List<String> seen = new ArrayList<>();

    Subgraph page = graph.find(GraphQuery.atMost(1));
    for (int i = 0; page.next().isPresent() && i < 10; i++) {
      seen.addAll(names(page));
      if (seen.size() == 1) {
        graph.removeEntities(List.of("b")); // at which the next page begins
      }
      page = graph.find(GraphQuery.atMost(1).continuedAt(page.next().orElseThrow()));
    }
    seen.addAll(names(page));

    assertThat(seen).containsExactly("a", "c", "d", "\uFFFD", "\uD83D\uDE00", "z");
    assertThat(names(graph.open(List.of("z", "d", "c", "a")))).containsExactly("a", "c", "d", "z");
  }

  @Test
  void aPageOfAnotherQueryIsRefused() {
    graph.create(person("Alice", "likes tea"), person("Bob", "likes tea"));
    String next = graph.find(GraphQuery.atMost(1)).next().orElseThrow();
    String nextTea = graph.find(GraphQuery.atMost(1).containing("tea")).next().orElseThrow();
    String nextBest = graph.find(GraphQuery.atMost(1).about("tea")).next().orElseThrow();

    assertThat(find(GraphQuery.all().continuedAt(next))).containsExactly("Bob");
    assertThat(find(GraphQuery.all().continuedAt(nextTea).containing("tea")))
        .containsExactly("Bob");
    assertThat(find(GraphQuery.all().about("tea").continuedAt(nextBest))).containsExactly("Bob");
    for (GraphQuery other :
        List.of(
            GraphQuery.all().continuedAt(nextTea),
            GraphQuery.all().continuedAt(nextBest),
            GraphQuery.all().continuedAt(next).about("tea"),
            GraphQuery.all().continuedAt(nextBest).about("likes"),
            GraphQuery.all().continuedAt(next).ofType("person"),
            GraphQuery.all().continuedAt(next).since(clock.instant()),
            GraphQuery.all().continuedAt(""),
            GraphQuery.all().continuedAt("1"),
            GraphQuery.all().continuedAt("no cursor"),
            GraphQuery.all().continuedAt(next.substring(2)))) {
      assertThatIllegalArgumentException()
          .as("%s", other)
          .isThrownBy(() -> graph.find(other))
          .withMessageContaining("is not of this query; give that of the page before");
    }
  }

  @Test
  void allSearchesFindATextInWhicheverUnicodeFormItIs() {
    graph.create(person("Jose\u0301", "office \uFF14\uFF12"), person("Jos\u00E9 of Acme"));

    assertThat(find(GraphQuery.all().containing("JOS\u00C9"))).hasSize(2);
    assertThat(find(GraphQuery.all().about("JOS\u00C9"))).hasSize(2);
    assertThat(find(GraphQuery.all().containing("jose\u0301"))).hasSize(2);
    assertThat(find(GraphQuery.all().containing("office 42"))).hasSize(1);
    assertThat(find(GraphQuery.all().about("42"))).hasSize(1);
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
      page = graph.find(query.continuedAt(page.next().orElseThrow()));
    }
    seen.addAll(names(page));

    assertThat(whole).hasSize(10).startsWith("p7", "p0", "p1");
    assertThat(seen).isEqualTo(whole);
  }
}
