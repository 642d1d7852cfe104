package dev.cairn.graph;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.KeyPart;
import java.time.Instant;
import java.util.Optional;

/**
 * Defines the tables of the knowledge graph: one row for each entity, each observation and each
 * relation.
 *
 * <p>A key says what makes two rows the same: rows of two stores that are merged unite as two
 * writes of one store do. Texts are in their {@linkplain KeyPart#shortForm short form} there. The
 * order of rows is an index over places, which grow with the time.
 */
final class GraphTables {
  static final Index<EntityRow, Long> ENTITY_ORDER =
      Index.one("order", Keys.longs(), EntityRow::place);

  static final Table<String, EntityRow> ENTITIES =
      Table.named("graph-entities")
          .keyedBy(Keys.string())
          .holding(EntityRow.class)
          .indexedBy(ENTITY_ORDER);

  static final Index<ObservationRow, EntityPlace> OBSERVATION_ORDER =
      Index.one(
          "order",
          Keys.record(EntityPlace.class),
          row -> new EntityPlace(row.entity(), row.place()));

  /** A table of its own: one more observation does not rewrite those that there are. */
  static final Table<EntityText, ObservationRow> OBSERVATIONS =
      Table.named("graph-observations")
          .keyedBy(Keys.record(EntityText.class))
          .holding(ObservationRow.class)
          .indexedBy(OBSERVATION_ORDER);

  static final Index<RelationRow, Long> RELATION_ORDER =
      Index.one("order", Keys.longs(), RelationRow::place);

  static final Index<RelationRow, String> RELATIONS_TO =
      Index.one("to", Keys.string(), row -> KeyPart.shortForm(row.to()));

  static final Table<FromTypeTo, RelationRow> RELATIONS =
      Table.named("graph-relations")
          .keyedBy(Keys.record(FromTypeTo.class))
          .holding(RelationRow.class)
          .indexedBy(RELATION_ORDER, RELATIONS_TO);

  private GraphTables() {}

  record EntityRow(String name, String type, long place, Instant createdAt) {
    String key() {
      return KeyPart.shortForm(name);
    }
  }

  /** An observation; {@code entity} is the key of its entity. */
  record ObservationRow(
      String entity, String text, Optional<String> source, long place, Instant addedAt) {
    Observation observation() {
      return new Observation(text, source, Optional.of(addedAt));
    }
  }

  record RelationRow(String from, String type, String to, long place, Instant createdAt) {
    Relation relation() {
      return new Relation(from, type, to, Optional.of(createdAt));
    }
  }

  record EntityPlace(String entity, long place) {}

  record EntityText(String entity, String text) {
    static EntityText of(String entityKey, String text) {
      return new EntityText(entityKey, KeyPart.shortForm(text));
    }
  }

  /**
   * The key of a relation. Type and target share a component: three short forms, with one more in
   * the entry of the index over targets, would not fit into a key.
   */
  record FromTypeTo(String from, String typeAndTo) {
    static FromTypeTo of(Relation relation) {
      String type = relation.type();
      // The length of the type makes the text unambiguous.
      String both = type.length() + ":" + type + ":" + relation.to();
      return new FromTypeTo(KeyPart.shortForm(relation.from()), KeyPart.shortForm(both));
    }
  }
}
