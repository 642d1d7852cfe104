package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Memory;
import dev.cairn.graph.GraphModel.Edge;
import dev.cairn.graph.GraphModel.Found;
import dev.cairn.graph.GraphModel.FoundNode;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that the knowledge graph returns the same results as the simple {@link GraphModel}, over
 * thousands of random calls.
 */
class GraphModelTest extends OpenGraph {
  private static final int CALLS = 4_000;
  private static final String LONG = "long ".repeat(100);

  private static final List<String> NAMES =
      List.of("Alice", "alice", "Bob", "Ünal", "", "a\0", LONG + "1", LONG + "2", "x~", "5:knows");

  private static final List<String> TEXTS =
      List.of("likes tea", "LIKES CHESS", "knows Alice", "", " ", LONG + "1", LONG + "2", "ÜNAL");

  private static final List<String> TYPES = List.of("person", "Company", "", LONG);

  private final Random random = new Random(11);
  private final GraphModel model = new GraphModel();

  @Test
  void everyCallAnswersAsTheModel() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      call();
      if (i % 20 == 0) {
        assertThat(found(graph.all())).as("after call %d", i).isEqualTo(model.all());
        clock.advance(Duration.ofMillis(random.nextInt(2_000) - 500)); // clocks are set back
      }
    }
    assertThat(found(graph.all())).isEqualTo(model.all());
    cairn.close();
    VerifyOptions options = VerifyOptions.deep().withTables(Memory.tables());
    assertThat(Maintenance.verify(directory, options).findings()).isEmpty();
  }

  private void call() {
    String name = any(NAMES);
    List<String> names = some(() -> any(NAMES)).distinct().toList();
    List<String> texts = some(() -> any(TEXTS)).distinct().toList();
    List<Edge> edges = some(this::edge).distinct().toList();
    switch (random.nextInt(9)) {
      case 0 -> {
        List<Entity> entities = some(this::entity).toList();
        assertThat(graph.create(entities).stream().map(Entity::name))
            .isEqualTo(model.create(entities));
      }
      case 1, 2 -> {
        if (model.contains(name)) {
          assertThat(texts(graph.observe(name, texts.toArray(String[]::new))))
              .isEqualTo(model.observe(name, texts));
        }
      }
      case 3 ->
          assertThat(graph.relate(relations(edges)).stream().map(GraphModelTest::edge))
              .isEqualTo(model.relate(edges));
      case 4 -> assertThat(graph.removeEntities(names)).isEqualTo(model.removeEntities(names));
      case 5 ->
          assertThat(graph.removeObservations(name, texts))
              .isEqualTo(model.removeObservations(name, texts));
      case 6 ->
          assertThat(graph.removeRelations(relations(edges)))
              .isEqualTo(model.removeRelations(edges));
      case 7 -> assertThat(found(graph.open(names))).isEqualTo(model.open(names));
      default -> {
        String part = part(any(TEXTS));
        assertThat(found(graph.find(GraphQuery.all().containing(part))))
            .isEqualTo(model.search(part));
      }
    }
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> Stream<T> some(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(4)).toList().stream();
  }

  private String part(String text) {
    int begin = random.nextInt(text.length() + 1);
    return text.substring(begin, begin + random.nextInt(text.length() + 1 - begin));
  }

  private Entity entity() {
    return Entity.of(any(NAMES), any(TYPES))
        .withObservations(some(() -> any(TEXTS)).toArray(String[]::new));
  }

  private Edge edge() {
    return new Edge(any(NAMES), any(TYPES), any(NAMES));
  }

  private static Edge edge(Relation relation) {
    return new Edge(relation.from(), relation.type(), relation.to());
  }

  private static List<Relation> relations(List<Edge> edges) {
    return edges.stream().map(edge -> Relation.of(edge.from(), edge.type(), edge.to())).toList();
  }

  private static Found found(Subgraph subgraph) {
    return new Found(
        subgraph.entities().stream()
            .map(each -> new FoundNode(each.name(), each.type(), texts(each.observations())))
            .toList(),
        subgraph.relations().stream().map(GraphModelTest::edge).toList());
  }
}
