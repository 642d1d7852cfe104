package dev.cairn.graph;

import dev.cairn.internal.checks.Arguments;
import java.util.List;
import java.util.Optional;

/**
 * Entities of the knowledge graph and relations between them at one moment; immutable.
 *
 * @param entities the entities, in the order that the method promises which returned this
 * @param relations the relations, in the order of their creation; an end of a relation need not be
 *     among the entities
 * @param next the text that {@link GraphQuery#continuedAt} finds the entities by that the limit
 *     left out; empty if there are none
 */
public record Subgraph(List<Entity> entities, List<Relation> relations, Optional<String> next) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if anything is null
   */
  public Subgraph {
    entities = Arguments.copyOf("entities", entities);
    relations = Arguments.copyOf("relations", relations);
    Arguments.notNull("next", next);
  }
}
