package dev.cairn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the dependency cycles in a graph of classes or packages, as its strongly connected
 * components of more than one node.
 */
final class Cycles {
  private final Map<String, ? extends Set<String>> edges;
  private final Map<String, Integer> order = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> path = new ArrayDeque<>();
  private final Set<String> onPath = new HashSet<>();
  private final List<Set<String>> found = new ArrayList<>();

  private Cycles(Map<String, ? extends Set<String>> edges) {
    this.edges = edges;
  }

  /** Returns the nodes of each cycle; {@code edges} maps each node to its successors. */
  static List<Set<String>> of(Map<String, ? extends Set<String>> edges) {
    Cycles cycles = new Cycles(edges);
    for (String node : edges.keySet()) {
      if (!cycles.order.containsKey(node)) {
        cycles.visit(node);
      }
    }
    return cycles.found;
  }

  private void visit(String node) {
    int number = order.size();
    order.put(node, number);
    lowest.put(node, number);
    path.push(node);
    onPath.add(node);
    for (String next : edges.get(node)) {
      if (!edges.containsKey(next)) {
        continue; // outside of the graph
      }
      if (!order.containsKey(next)) {
        visit(next);
        lowest.merge(node, lowest.get(next), Math::min);
      } else if (onPath.contains(next)) {
        lowest.merge(node, order.get(next), Math::min);
      }
    }
    if (lowest.get(node) == number) {
      take(node);
    }
  }

  /**
   * Removes from the end of the path the component that begins with {@code first}, and records it
   * if it has more than one node.
   */
  private void take(String first) {
    Set<String> component = new TreeSet<>();
    String node;
    do {
      node = path.pop();
      onPath.remove(node);
      component.add(node);
    } while (!node.equals(first));
    if (component.size() > 1) {
      found.add(component);
    }
  }
}
