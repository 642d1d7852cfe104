package dev.cairn.tools.mcp.groups;

import dev.cairn.graph.Entity;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.mcp.form.About;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Defines the records that the MCP tools for the knowledge graph return as answers. */
final class GraphAnswers {
  private GraphAnswers() {}

  record CreatedEntities(List<PlainEntity> entities) {
    static CreatedEntities of(List<Entity> created) {
      return new CreatedEntities(created.stream().map(PlainEntity::of).toList());
    }
  }

  record PlainEntity(
      @About("The name of the entity") String name,
      @About("The type of the entity") String entityType,
      @About("An array of observation contents associated with the entity")
          List<String> observations) {
    static PlainEntity of(Entity entity) {
      return new PlainEntity(entity.name(), entity.type(), texts(entity.observations()));
    }
  }

  record CreatedRelations(List<PlainRelation> relations) {
    static CreatedRelations of(List<Relation> created) {
      return new CreatedRelations(created.stream().map(PlainRelation::of).toList());
    }
  }

  record PlainRelation(
      @About("The name of the entity where the relation starts") String from,
      @About("The name of the entity where the relation ends") String to,
      @About("The type of the relation") String relationType) {
    static PlainRelation of(Relation relation) {
      return new PlainRelation(relation.from(), relation.to(), relation.type());
    }
  }

  record AddedObservations(List<ObservedEntity> results) {}

  record ObservedEntity(String entityName, List<String> addedObservations) {
    static ObservedEntity of(String name, List<Observation> added) {
      return new ObservedEntity(name, texts(added));
    }
  }

  record Done(boolean success, String message) {
    static Done of(String message) {
      return new Done(true, message);
    }
  }

  record FoundGraph(
      List<FoundEntity> entities,
      List<FoundRelation> relations,
      @About("The cursor of the next page, if the limit left entities out")
          Optional<String> nextCursor) {
    /**
     * Makes the answer.
     *
     * @param details whether it has times and sources
     */
    static FoundGraph of(Subgraph graph, boolean details) {
      return new FoundGraph(
          graph.entities().stream().map(each -> FoundEntity.of(each, details)).toList(),
          graph.relations().stream().map(each -> FoundRelation.of(each, details)).toList(),
          graph.next());
    }
  }

  record FoundEntity(
      @About("The name of the entity") String name,
      @About("The type of the entity") String entityType,
      @About("An array of observation contents associated with the entity")
          List<String> observations,
      @About("When the entity was created") Optional<Instant> createdAt,
      @About("The times and sources of the observations, in the same order")
          Optional<List<Origin>> origins) {
    static FoundEntity of(Entity entity, boolean details) {
      return new FoundEntity(
          entity.name(),
          entity.type(),
          texts(entity.observations()),
          details ? entity.createdAt() : Optional.empty(),
          details
              ? Optional.of(entity.observations().stream().map(Origin::of).toList())
              : Optional.empty());
    }
  }

  record Origin(
      @About("When the observation was made") Optional<Instant> observedAt,
      @About("Where it comes from") Optional<String> source) {
    static Origin of(Observation observation) {
      return new Origin(observation.addedAt(), observation.source());
    }
  }

  record FoundRelation(
      @About("The name of the entity where the relation starts") String from,
      @About("The name of the entity where the relation ends") String to,
      @About("The type of the relation") String relationType,
      @About("When the relation was created") Optional<Instant> createdAt) {
    static FoundRelation of(Relation relation, boolean details) {
      return new FoundRelation(
          relation.from(),
          relation.to(),
          relation.type(),
          details ? relation.createdAt() : Optional.empty());
    }
  }

  private static List<String> texts(List<Observation> observations) {
    return observations.stream().map(Observation::text).toList();
  }
}
