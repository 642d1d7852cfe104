package dev.cairn.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A simple model of the knowledge graph that searches plain lists, with which tests compare the
 * real one.
 */
final class GraphModel {
  record Node(String type, Set<String> observations) {}

  record Edge(String from, String type, String to) {}

  /** A node as it is found, with the order of its observations. */
  record FoundNode(String name, String type, List<String> observations) {}

  record Found(List<FoundNode> nodes, List<Edge> edges) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<Edge> edges = new LinkedHashSet<>();

  List<String> create(List<Entity> entities) {
    List<String> created = new ArrayList<>();
    for (Entity entity : entities) {
      if (!nodes.containsKey(entity.name())) {
        Set<String> texts = new LinkedHashSet<>(OpenGraph.texts(entity.observations()));
        nodes.put(entity.name(), new Node(entity.type(), texts));
        created.add(entity.name());
      }
    }
    return created;
  }

  boolean contains(String name) {
    return nodes.containsKey(name);
  }

  List<String> observe(String name, List<String> texts) {
    Set<String> known = nodes.get(name).observations();
    return texts.stream().filter(known::add).toList();
  }

  List<Edge> relate(List<Edge> wanted) {
    return wanted.stream().filter(edges::add).toList();
  }

  List<String> removeEntities(List<String> names) {
    edges.removeIf(edge -> names.contains(edge.from()) || names.contains(edge.to()));
    return names.stream().filter(name -> nodes.remove(name) != null).toList();
  }

  int removeObservations(String name, List<String> texts) {
    Node node = nodes.get(name);
    return node == null ? 0 : (int) texts.stream().filter(node.observations()::remove).count();
  }

  int removeRelations(List<Edge> wanted) {
    return (int) wanted.stream().filter(edges::remove).count();
  }

  Found all() {
    return new Found(ordered(nodes), List.copyOf(edges));
  }

  Found open(List<String> names) {
    Map<String, Node> found = new LinkedHashMap<>(nodes);
    found.keySet().retainAll(names);
    return withEdges(found);
  }

  Found search(String text) {
    Map<String, Node> found = new LinkedHashMap<>(nodes);
    found
        .entrySet()
        .removeIf(
            entry ->
                !has(entry.getKey(), text)
                    && !has(entry.getValue().type(), text)
                    && entry.getValue().observations().stream().noneMatch(o -> has(o, text)));
    return withEdges(found);
  }

  private static boolean has(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private Found withEdges(Map<String, Node> found) {
    return new Found(
        ordered(found),
        edges.stream()
            .filter(edge -> found.containsKey(edge.from()) || found.containsKey(edge.to()))
            .toList());
  }

  private static List<FoundNode> ordered(Map<String, Node> nodes) {
    return nodes.entrySet().stream()
        .map(
            entry ->
                new FoundNode(
                    entry.getKey(),
                    entry.getValue().type(),
                    List.copyOf(entry.getValue().observations())))
        .toList();
  }
}
