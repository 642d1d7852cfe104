package dev.cairn.graph;

import static dev.cairn.graph.GraphTables.ENTITIES;
import static dev.cairn.graph.GraphTables.ENTITY_ORDER;
import static dev.cairn.graph.GraphTables.OBSERVATIONS;
import static dev.cairn.graph.GraphTables.OBSERVATION_ORDER;
import static dev.cairn.graph.GraphTables.RELATIONS;
import static dev.cairn.graph.GraphTables.RELATIONS_TO;
import static dev.cairn.graph.GraphTables.RELATION_ORDER;

import dev.cairn.graph.GraphTables.EntityRow;
import dev.cairn.graph.GraphTables.EntityText;
import dev.cairn.graph.GraphTables.FromTypeTo;
import dev.cairn.graph.GraphTables.ObservationRow;
import dev.cairn.graph.GraphTables.RelationRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.KeyPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Changes the rows of the knowledge graph within a transaction. Each call reads bounded ranges
 * only.
 *
 * <p>Invariant: an observation's entity exists. The ends of a relation need not.
 */
final class GraphWriter {
  /** Places of the year 141,000 and later, or as long ago, are those of a broken clock. */
  private static final long MAX_SECONDS = 1L << 42;

  private final WriteTransaction tx;
  private final Instant now;

  GraphWriter(WriteTransaction tx, Instant now) {
    this.tx = tx;
    this.now = now;
  }

  /** Stores the entities whose names are not taken, and returns them as they are stored. */
  List<Entity> create(List<Entity> entities) {
    long place =
        nextPlace(
            tx.scan(ENTITIES, ENTITY_ORDER, Scan.all().descending().limit(1))
                .map(row -> row.value().place())
                .findFirst());
    List<Entity> created = new ArrayList<>();
    for (Entity entity : entities) {
      String key = KeyPart.shortForm(entity.name());
      if (tx.get(ENTITIES, key).isEmpty()) {
        Instant time = entity.createdAt().orElse(now);
        tx.put(ENTITIES, key, new EntityRow(entity.name(), entity.type(), place++, time));
        created.add(
            new Entity(
                entity.name(),
                entity.type(),
                addObservations(key, entity.observations()),
                Optional.of(time)));
      }
    }
    return created;
  }

  /**
   * Adds the observations whose texts the entity does not have, and returns them as stored; empty
   * if there is no such entity.
   */
  Optional<List<Observation>> observe(String entity, List<Observation> observations) {
    String key = KeyPart.shortForm(entity);
    return tx.get(ENTITIES, key).map(known -> addObservations(key, observations));
  }

  private List<Observation> addObservations(String entityKey, List<Observation> observations) {
    if (observations.isEmpty()) {
      return List.of();
    }
    Scan last = Scan.prefix(entityKey).descending().limit(1);
    long place =
        nextPlace(
            tx.scan(OBSERVATIONS, OBSERVATION_ORDER, last)
                .map(row -> row.value().place())
                .findFirst());
    List<Observation> added = new ArrayList<>();
    for (Observation observation : observations) {
      EntityText key = EntityText.of(entityKey, observation.text());
      if (tx.get(OBSERVATIONS, key).isEmpty()) {
        ObservationRow row =
            new ObservationRow(
                entityKey,
                observation.text(),
                observation.source(),
                place++,
                observation.addedAt().orElse(now));
        tx.put(OBSERVATIONS, key, row);
        added.add(row.observation());
      }
    }
    return added;
  }

  /** Stores the relations that there are not yet, and returns them as they are stored. */
  List<Relation> relate(List<Relation> relations) {
    long place =
        nextPlace(
            tx.scan(RELATIONS, RELATION_ORDER, Scan.all().descending().limit(1))
                .map(row -> row.value().place())
                .findFirst());
    List<Relation> created = new ArrayList<>();
    for (Relation relation : relations) {
      FromTypeTo key = FromTypeTo.of(relation);
      if (tx.get(RELATIONS, key).isEmpty()) {
        RelationRow row =
            new RelationRow(
                relation.from(),
                relation.type(),
                relation.to(),
                place++,
                relation.createdAt().orElse(now));
        tx.put(RELATIONS, key, row);
        created.add(row.relation());
      }
    }
    return created;
  }

  /** Returns a free place behind the last one: the microseconds of the clock, if they are. */
  private long nextPlace(Optional<Long> last) {
    long seconds = Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, now.getEpochSecond()));
    long micros = seconds * 1_000_000 + now.getNano() / 1_000;
    return last.map(taken -> Math.max(taken + 1, micros)).orElse(micros);
  }

  /** Removes an entity, its observations and its relations; false if there was no entity. */
  boolean removeEntity(String name) {
    String key = KeyPart.shortForm(name);
    // Collected first: a scan must not run over rows that are being deleted.
    List<EntityText> observations = tx.scan(OBSERVATIONS, Scan.prefix(key)).map(Row::key).toList();
    observations.forEach(observation -> tx.remove(OBSERVATIONS, observation));
    List<FromTypeTo> relations =
        Stream.concat(
                tx.scan(RELATIONS, Scan.prefix(key)),
                tx.scan(RELATIONS, RELATIONS_TO, Scan.prefix(key)))
            .map(Row::key)
            .toList();
    relations.forEach(relation -> tx.remove(RELATIONS, relation));
    return tx.remove(ENTITIES, key);
  }

  /** Removes observations of an entity, and returns how many there were. */
  int removeObservations(String entity, List<String> texts) {
    String key = KeyPart.shortForm(entity);
    int removed = 0;
    for (String text : texts) {
      removed += tx.remove(OBSERVATIONS, EntityText.of(key, text)) ? 1 : 0;
    }
    return removed;
  }

  /** Removes relations, and returns how many there were. */
  int removeRelations(List<Relation> relations) {
    int removed = 0;
    for (Relation relation : relations) {
      removed += tx.remove(RELATIONS, FromTypeTo.of(relation)) ? 1 : 0;
    }
    return removed;
  }
}
