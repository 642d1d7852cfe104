package dev.cairn.tools.mcp.groups;

import dev.cairn.Memory;
import dev.cairn.graph.Entity;
import dev.cairn.graph.GraphQuery;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Subgraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ranks the entities of a graph by the words of a question and by its meaning: each way orders
 * them, and the places that they have in both orders are brought together.
 */
final class NodeRanking {
  /** Cursors begin so, and end with the number of entities before the page. */
  private static final String CURSOR = "meaning-";

  /** The entities that are taken by their meaning, though they have no word of the question. */
  private static final int NEAREST = 10;

  /** The usual constant of reciprocal rank fusion: how little the first places differ. */
  private static final int EVEN = 60;

  private NodeRanking() {}

  /**
   * Finds entities.
   *
   * @param page the conditions that entities must meet, with the limit, without a cursor
   * @param cursor the cursor of the page before, if there was one
   */
  static Subgraph find(Memory memory, String question, GraphQuery page, Optional<String> cursor) {
    GraphQuery all =
        new GraphQuery(
            Integer.MAX_VALUE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            page.type(),
            page.since(),
            page.source());
    List<Node> nodes = memory.graph().find(all).entities().stream().map(Node::of).toList();
    Map<String, Double> nearness =
        memory.nearness(question, nodes.stream().map(Node::text).toList());
    if (nearness.isEmpty()) {
      GraphQuery words = page.about(question);
      return memory.graph().find(cursor.map(words::continuedAt).orElse(words));
    }
    List<String> byMeaning =
        nodes.stream()
            .filter(node -> nearness.containsKey(node.text()))
            .sorted(
                Comparator.<Node>comparingDouble(node -> nearness.getOrDefault(node.text(), 0.0))
                    .reversed())
            .map(Node::name)
            .toList();
    List<String> byWords =
        memory.graph().find(all.about(question)).entities().stream().map(Entity::name).toList();
    return page(memory, fused(byWords, byMeaning), page.limit(), cursor);
  }

  /** An entity as a text, which is compared with the question. */
  private record Node(String name, String text) {
    static Node of(Entity entity) {
      Stream<String> first = Stream.of(entity.name() + " (" + entity.type() + ")");
      Stream<String> observations = entity.observations().stream().map(Observation::text);
      return new Node(
          entity.name(), Stream.concat(first, observations).collect(Collectors.joining("\n")));
    }
  }

  /** Returns those that have a word of the question or are among the nearest, the best first. */
  private static List<String> fused(List<String> byWords, List<String> byMeaning) {
    Map<String, Double> scores = new HashMap<>();
    for (List<String> order : List.of(byWords, byMeaning)) {
      for (int i = 0; i < order.size(); i++) {
        scores.merge(order.get(i), 1.0 / (EVEN + i), Double::sum);
      }
    }
    Set<String> found = new LinkedHashSet<>(byWords);
    found.addAll(byMeaning.subList(0, Math.min(NEAREST, byMeaning.size())));
    return found.stream()
        .sorted(
            Comparator.<String>comparingDouble(name -> scores.getOrDefault(name, 0.0)).reversed())
        .toList();
  }

  private static Subgraph page(
      Memory memory, List<String> best, int limit, Optional<String> cursor) {
    int from = Math.min(best.size(), cursor.map(NodeRanking::offset).orElse(0));
    int to = (int) Math.min(best.size(), (long) from + limit);
    Map<String, Entity> opened = new HashMap<>();
    Subgraph graph = memory.graph().open(best.subList(from, to));
    graph.entities().forEach(each -> opened.put(each.name(), each));
    List<Entity> inOrder = new ArrayList<>();
    for (String name : best.subList(from, to)) {
      Optional.ofNullable(opened.get(name)).ifPresent(inOrder::add);
    }
    return new Subgraph(
        inOrder, graph.relations(), to < best.size() ? Optional.of(CURSOR + to) : Optional.empty());
  }

  private static int offset(String cursor) {
    if (cursor.matches(CURSOR + "\\d{1,9}")) {
      return Integer.parseInt(cursor.substring(CURSOR.length()));
    }
    throw new IllegalArgumentException(
        "cursor: '%s' is none of this search; begin again without one".formatted(cursor));
  }
}
