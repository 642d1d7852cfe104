package dev.cairn.tools.imports;

import dev.cairn.Memory;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Graph;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings in a knowledge graph. An entity that is there gets the observations that it does not have
 * yet.
 */
final class GraphItem implements Item {
  private final List<Entity> entities;
  private final List<Relation> relations;

  /** Takes a graph; entities of one name become one, with the observations of all. */
  GraphItem(Subgraph graph) {
    Map<String, Entity> merged = new LinkedHashMap<>();
    for (Entity entity : graph.entities()) {
      merged.merge(entity.name(), entity, GraphItem::union);
    }
    entities = List.copyOf(merged.values());
    relations = List.copyOf(new LinkedHashSet<>(graph.relations()));
  }

  private static Entity union(Entity first, Entity second) {
    List<Observation> observations = new ArrayList<>(first.observations());
    observations.addAll(second.observations());
    return first.withObservations(observations);
  }

  @Override
  public void bring(Memory memory, boolean dry, Tally tally) {
    Graph graph = memory.graph();
    for (Entity entity : entities) {
      Optional<Entity> known = graph.get(entity.name());
      Set<String> texts = new HashSet<>();
      known.ifPresent(there -> there.observations().forEach(each -> texts.add(each.text())));
      List<Observation> fresh =
          entity.observations().stream().filter(each -> texts.add(each.text())).toList();
      tally.count("entities", known.isEmpty());
      tally.count("observations", fresh.size(), entity.observations().size() - fresh.size());
      if (!dry && known.isPresent()) {
        graph.observe(entity.name(), fresh);
      } else if (!dry) {
        graph.create(entity);
      }
    }
    int created = dry ? unknown(graph) : graph.relate(relations).size();
    tally.count("relations", created, relations.size() - created);
  }

  private int unknown(Graph graph) {
    Set<Key> known = new HashSet<>();
    graph.all().relations().forEach(each -> known.add(Key.of(each)));
    return (int) relations.stream().filter(each -> !known.contains(Key.of(each))).count();
  }

  /** A relation without its time. */
  private record Key(String from, String type, String to) {
    static Key of(Relation relation) {
      return new Key(relation.from(), relation.type(), relation.to());
    }
  }
}
