package dev.cairn.graph;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.testing.SettableClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The base class of the graph tests, which opens a new store for each test, with a clock that only
 * the test moves.
 */
abstract class OpenGraph {
  final SettableClock clock = new SettableClock();

  @TempDir Path directory;
  Cairn cairn;
  Memory memory;
  Graph graph;

  @BeforeEach
  final void open() {
    cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock));
    memory = cairn.memory();
    graph = memory.graph();
  }

  @AfterEach
  final void close() {
    cairn.close();
  }

  static Entity person(String name, String... observations) {
    return Entity.of(name, "person").withObservations(observations);
  }

  static Relation knows(String from, String to) {
    return Relation.of(from, "knows", to);
  }

  static List<String> names(Subgraph found) {
    return found.entities().stream().map(Entity::name).toList();
  }

  static List<String> sentences(Subgraph found) {
    return found.relations().stream().map(OpenGraph::sentence).toList();
  }

  static String sentence(Relation relation) {
    return relation.from() + " " + relation.type() + " " + relation.to();
  }

  List<String> observations(String entity) {
    return texts(graph.get(entity).orElseThrow().observations());
  }

  static List<String> texts(List<Observation> observations) {
    return observations.stream().map(Observation::text).toList();
  }
}
