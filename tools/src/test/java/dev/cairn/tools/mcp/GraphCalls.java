package dev.cairn.tools.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Generates random calls of the reference MCP memory server's nine tools, with few names, so that
 * calls affect the same entities.
 *
 * <p>Within one call nothing comes twice: there the reference keeps both, and Cairn one.
 */
final class GraphCalls {
  /** A call of a tool. */
  record Call(String tool, Map<String, Object> arguments) {}

  private static final List<String> NAMES =
      List.of("Ada", "ada", "Bob", "Čeněk", "", " ", "日本", "a\"b\\c", "x\u2028y", "\ud83d\ude00");
  private static final List<String> TYPES = List.of("person", "PLACE", "", "straße", "\u0007");
  private static final List<String> TEXTS =
      List.of("likes tea", "Likes Tea", "", "née\n\tBlack", "\u007f\u001f", "İstanbul", "e\ud800f");
  private static final List<String> WORDS =
      List.of("", "a", "TEA", "person", "place", "ß", "日", "\n", "nothing of it", "i", "\ud800");

  private final Random random;
  private final List<Supplier<Call>> kinds =
      List.of(
          this::createEntities,
          this::createRelations,
          this::addObservations,
          this::deleteEntities,
          this::deleteObservations,
          this::deleteRelations,
          () -> new Call("read_graph", Map.of()),
          () -> new Call("search_nodes", Map.of("query", one(WORDS))),
          () -> new Call("open_nodes", Map.of("names", some(NAMES))));

  GraphCalls(Random random) {
    this.random = random;
  }

  /** Returns the call that removes all that these calls can make. */
  static Call clear() {
    return new Call("delete_entities", Map.of("entityNames", NAMES));
  }

  /** Returns the next call. */
  Call next() {
    // Half of all calls make something: else the graph would be empty most of the time.
    return random.nextBoolean() ? kinds.get(random.nextInt(3)).get() : one(kinds).get();
  }

  private Call createEntities() {
    return new Call(
        "create_entities", Map.of("entities", some(NAMES).stream().map(this::entity).toList()));
  }

  private Map<String, Object> entity(String name) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("name", name);
    entity.put("entityType", one(TYPES));
    entity.put("observations", some(TEXTS));
    return entity;
  }

  private Call createRelations() {
    return new Call("create_relations", Map.of("relations", relations()));
  }

  private Call deleteRelations() {
    return new Call("delete_relations", Map.of("relations", relations()));
  }

  private List<Map<String, String>> relations() {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> Map.of("from", one(NAMES), "to", one(NAMES), "relationType", one(TYPES)))
        .distinct()
        .toList();
  }

  private Call addObservations() {
    return new Call(
        "add_observations",
        Map.of(
            "observations",
            some(NAMES).stream()
                .map(name -> Map.of("entityName", name, "contents", some(TEXTS)))
                .toList()));
  }

  private Call deleteEntities() {
    return new Call("delete_entities", Map.of("entityNames", some(NAMES)));
  }

  private Call deleteObservations() {
    return new Call(
        "delete_observations",
        Map.of(
            "deletions",
            some(NAMES).stream()
                .map(name -> Map.of("entityName", name, "observations", some(TEXTS)))
                .toList()));
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Returns up to three of them, in any order, none twice. */
  private <T> List<T> some(List<T> all) {
    List<T> some = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      T each = one(all);
      if (!some.contains(each)) {
        some.add(each);
      }
    }
    return some;
  }
}
