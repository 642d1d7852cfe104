package dev.cairn.tools.mcp.groups;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.EmbeddingException;
import dev.cairn.Memory;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Graph;
import dev.cairn.graph.GraphQuery;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Subgraph;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ranks the entities of a graph by the words of a question and by its meaning: each way orders
 * them, and the places that they have in both orders are brought together.
 *
 * <p>The first page asks for the meaning. Its cursor has the nearest entities, so that the pages
 * behind it have the same order, whatever was embedded meanwhile.
 */
final class NodeRanking {
  private static final Logger LOG = LoggerFactory.getLogger(NodeRanking.class);

  /** Cursors begin so, which no cursor of a search by words does. */
  private static final String CURSOR = "meaning.";

  /** The entities that are taken by their meaning, though they have no word of the question. */
  private static final int NEAREST = 10;

  /** The most entities that are compared by meaning; their vectors are kept with many others. */
  private static final int MOST_COMPARED = 5_000;

  /** The usual constant of reciprocal rank fusion: how little the first places differ. */
  private static final int EVEN = 60;

  private NodeRanking() {}

  /**
   * Finds entities; by words alone if there are too many, or none can be compared by meaning.
   *
   * @param page the conditions that entities must meet, with the limit, without a cursor
   * @param cursor the cursor of the page before, if there was one
   */
  static Subgraph find(Memory memory, String question, GraphQuery page, Optional<String> cursor) {
    GraphQuery words = page.about(question);
    if (cursor.filter(text -> !text.startsWith(CURSOR)).isPresent()) {
      return memory.graph().find(words.continuedAt(cursor.get()));
    }
    String mark = mark(question, page);
    Place place =
        cursor
            .map(text -> Place.parse(text, mark))
            .orElseGet(() -> new Place(0, nearest(memory, question, page)));
    if (place.nearest().isEmpty()) {
      return memory.graph().find(words);
    }
    return memory.read(now -> page(now.graph(), question, page, place, mark));
  }

  /** Returns a text that tells the conditions of a search from others. */
  private static String mark(String question, GraphQuery page) {
    return Integer.toHexString(Objects.hash(question, page.type(), page.since(), page.source()));
  }

  private static GraphQuery of(GraphQuery page, int limit) {
    return new GraphQuery(
        limit,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        page.type(),
        page.since(),
        page.source());
  }

  /** Returns the names of the entities that are nearest to the question, the nearest first. */
  private static List<String> nearest(Memory memory, String question, GraphQuery page) {
    List<Node> nodes =
        memory.graph().find(of(page, MOST_COMPARED + 1)).entities().stream().map(Node::of).toList();
    if (nodes.size() > MOST_COMPARED) {
      return List.of();
    }
    Map<String, Double> nearness;
    try {
      nearness = memory.nearness(question, nodes.stream().map(Node::text).toList());
    } catch (EmbeddingException e) {
      LOG.warn("entities are ranked by words alone", e);
      return List.of();
    }
    return nodes.stream()
        .filter(node -> nearness.containsKey(node.text()))
        .sorted(
            Comparator.<Node>comparingDouble(node -> nearness.getOrDefault(node.text(), 0.0))
                .reversed())
        .limit(NEAREST)
        .map(Node::name)
        .toList();
  }

  /**
   * The place at which a page begins.
   *
   * @param from the number of entities before it
   * @param nearest the names of the nearest entities, which the order follows from
   */
  private record Place(int from, List<String> nearest) {
    String text(String mark) {
      Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
      return CURSOR
          + Stream.concat(
                  Stream.of(Integer.toString(from), mark),
                  nearest.stream().map(name -> encoder.encodeToString(name.getBytes(UTF_8))))
              .collect(Collectors.joining("."));
    }

    static Place parse(String text, String mark) {
      List<String> parts = List.of(text.substring(CURSOR.length()).split("\\.", NEAREST + 3));
      if (parts.size() >= 3
          && parts.size() <= NEAREST + 2
          && parts.get(0).matches("\\d{1,9}")
          && parts.get(1).equals(mark)) {
        try {
          return new Place(
              Integer.parseInt(parts.get(0)),
              parts.subList(2, parts.size()).stream()
                  .map(name -> new String(Base64.getUrlDecoder().decode(name), UTF_8))
                  .toList());
        } catch (IllegalArgumentException e) {
          throw refused(text, e);
        }
      }
      throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, @Nullable Exception cause) {
      return new IllegalArgumentException(
          "cursor: '%s' is none of this search; begin again without one".formatted(text), cause);
    }
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
  private static List<String> fused(List<String> byWords, List<String> nearest) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (List<String> order : List.of(byWords, nearest)) {
      for (int i = 0; i < order.size(); i++) {
        scores.merge(order.get(i), 1.0 / (EVEN + i), Double::sum);
      }
    }
    return scores.keySet().stream()
        .sorted(
            Comparator.<String>comparingDouble(name -> scores.getOrDefault(name, 0.0)).reversed())
        .toList();
  }

  private static Subgraph page(
      Graph graph, String question, GraphQuery page, Place place, String mark) {
    GraphQuery words = of(page, Integer.MAX_VALUE).about(question);
    List<String> byWords = graph.find(words).entities().stream().map(Entity::name).toList();
    List<String> best = fused(byWords, place.nearest());
    int from = Math.min(best.size(), place.from());
    int to = (int) Math.min(best.size(), (long) from + page.limit());
    Map<String, Entity> opened = new HashMap<>();
    Subgraph found = graph.open(best.subList(from, to));
    found.entities().forEach(each -> opened.put(each.name(), each));
    List<Entity> inOrder = new ArrayList<>();
    for (String name : best.subList(from, to)) {
      Optional.ofNullable(opened.get(name)).ifPresent(inOrder::add);
    }
    return new Subgraph(
        inOrder,
        found.relations(),
        to < best.size()
            ? Optional.of(new Place(to, place.nearest()).text(mark))
            : Optional.empty());
  }
}
