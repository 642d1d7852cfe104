package dev.cairn.graph;

import static dev.cairn.graph.GraphTables.ENTITIES;
import static dev.cairn.graph.GraphTables.ENTITY_ORDER;
import static dev.cairn.graph.GraphTables.OBSERVATIONS;
import static dev.cairn.graph.GraphTables.RELATIONS;
import static dev.cairn.graph.GraphTables.RELATIONS_TO;
import static dev.cairn.graph.GraphTables.RELATION_ORDER;

import dev.cairn.graph.GraphTables.EntityRow;
import dev.cairn.graph.GraphTables.FromTypeTo;
import dev.cairn.graph.GraphTables.ObservationRow;
import dev.cairn.graph.GraphTables.RelationRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.values.KeyPart;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads entities, their observations and their relations from a snapshot of the knowledge graph.
 */
final class GraphReader {
  /** The order of creation, as the index has it: merged stores may have a place twice. */
  private static final Comparator<EntityRow> BY_CREATION =
      Comparator.comparingLong(EntityRow::place)
          .thenComparing(row -> utf8(row.key()), Arrays::compareUnsigned);

  private final Transaction tx;

  GraphReader(Transaction tx) {
    this.tx = tx;
  }

  /** Returns the entity of that name, if there is one. */
  Optional<Entity> entity(String name) {
    return tx.get(ENTITIES, KeyPart.shortForm(name)).map(this::entity);
  }

  /** Returns the entity of a row, with its observations. */
  Entity entity(EntityRow row) {
    // Read in the order of keys and sorted: that is one range, and no row for each index entry.
    List<Observation> observations =
        tx.scan(OBSERVATIONS, Scan.prefix(row.key()))
            .map(Row::value)
            .sorted(Comparator.comparingLong(ObservationRow::place))
            .map(ObservationRow::observation)
            .toList();
    return new Entity(row.name(), row.type(), observations, Optional.of(row.createdAt()));
  }

  /** Returns the entities of those names that there are, in the order of creation. */
  List<Entity> entities(Collection<String> names) {
    return names.stream()
        .distinct()
        .flatMap(name -> tx.get(ENTITIES, KeyPart.shortForm(name)).stream())
        .sorted(BY_CREATION)
        .map(this::entity)
        .toList();
  }

  /** Returns the rows of all entities, in the order of creation. */
  Stream<EntityRow> entityRows() {
    return tx.scan(ENTITIES, ENTITY_ORDER, Scan.all()).map(Row::value);
  }

  /**
   * Returns the rows of entities, in the order of creation, from that one on which has this place
   * and key, or would have them.
   */
  Stream<EntityRow> entityRowsFrom(long place, String key) {
    byte[] first = utf8(key);
    return tx.scan(ENTITIES, ENTITY_ORDER, Scan.all().from(place))
        .map(Row::value)
        .dropWhile(
            row -> row.place() == place && Arrays.compareUnsigned(utf8(row.key()), first) < 0);
  }

  /** Keys sort by their UTF-8 bytes, which is not the order of {@link String#compareTo}. */
  private static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns all relations, in the order of creation. */
  List<Relation> relations() {
    return tx.scan(RELATIONS, RELATION_ORDER, Scan.all())
        .map(row -> row.value().relation())
        .toList();
  }

  /** Returns the relations with an end among those entities, in the order of creation. */
  List<Relation> relationsOf(Collection<Entity> entities) {
    Map<FromTypeTo, RelationRow> found = new HashMap<>();
    for (Entity entity : entities) {
      Scan key = Scan.prefix(KeyPart.shortForm(entity.name()));
      tx.scan(RELATIONS, key).forEach(row -> found.put(row.key(), row.value()));
      tx.scan(RELATIONS, RELATIONS_TO, key).forEach(row -> found.put(row.key(), row.value()));
    }
    return found.values().stream()
        .sorted(
            Comparator.comparingLong(RelationRow::place)
                .thenComparing(RelationRow::from)
                .thenComparing(RelationRow::type)
                .thenComparing(RelationRow::to))
        .map(RelationRow::relation)
        .toList();
  }
}
