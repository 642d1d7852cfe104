package dev.cairn.tools.mcp.groups;

import dev.cairn.Memory;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Graph;
import dev.cairn.graph.GraphQuery;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.mcp.form.About;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Defines the records that the MCP tools for the knowledge graph take as arguments. */
final class GraphArguments {
  static final String SOURCE =
      "Where the observations come from, such as a page, a person or an agent";
  static final String TIME = "When the observations were made; now if it is not given";
  static final String LIMIT = "The most entities to return; all if it is not given";
  static final String CURSOR =
      "The nextCursor of the answer before, for the next page; the other arguments stay the same";
  static final String TYPE = "Only entities of this type";
  static final String SINCE = "Only entities created or observed at this time or later";
  static final String FROM = "Only entities with an observation from this source";
  static final String DETAILS = "True to return the times and sources of observations too";

  private GraphArguments() {}

  record NewEntities(List<NewEntity> entities) {}

  record NewEntity(
      @About("The name of the entity") String name,
      @About("The type of the entity") String entityType,
      @About("An array of observation contents associated with the entity")
          List<String> observations,
      @About(SOURCE) Optional<String> source,
      @About(TIME) Optional<Instant> observedAt) {
    Entity entity() {
      return Entity.of(name, entityType)
          .withObservations(GraphArguments.observations(observations, source, observedAt));
    }
  }

  record RelationList(List<RelationEnds> relations) {}

  record RelationDeletions(
      @About("An array of relations to delete") List<RelationEnds> relations) {}

  record RelationEnds(
      @About("The name of the entity where the relation starts") String from,
      @About("The name of the entity where the relation ends") String to,
      @About("The type of the relation") String relationType) {
    Relation relation() {
      return Relation.of(from, relationType, to);
    }
  }

  record NewObservations(List<Addition> observations) {}

  record Addition(
      @About("The name of the entity to add the observations to") String entityName,
      @About("An array of observation contents to add") List<String> contents,
      @About(SOURCE) Optional<String> source,
      @About(TIME) Optional<Instant> observedAt) {
    List<Observation> observations() {
      return GraphArguments.observations(contents, source, observedAt);
    }
  }

  record EntityDeletions(@About("An array of entity names to delete") List<String> entityNames) {}

  record ObservationDeletions(List<Deletion> deletions) {}

  record Deletion(
      @About("The name of the entity containing the observations") String entityName,
      @About("An array of observations to delete") List<String> observations) {}

  record Page(
      @About(LIMIT) Optional<Integer> limit,
      @About(CURSOR) Optional<String> cursor,
      @About(TYPE) Optional<String> entityType,
      @About(SINCE) Optional<Instant> since,
      @About(FROM) Optional<String> source,
      @About(DETAILS) Optional<Boolean> details) {
    /** Returns the whole graph, also relations without entities, unless a part is asked for. */
    Subgraph in(Graph graph) {
      boolean all = Stream.of(limit, cursor, entityType, since, source).allMatch(Optional::isEmpty);
      return all
          ? graph.all()
          : graph.find(GraphArguments.query(limit, cursor, entityType, since, source));
    }
  }

  record NodeQuestion(
      @About("The search query to match against entity names, types, and observation content")
          String query,
      @About(
              "True to return the best match for the words and the meaning of the query first,"
                  + " instead of entities with the whole query as it is in the order of their"
                  + " creation")
          Optional<Boolean> ranked,
      @About(LIMIT) Optional<Integer> limit,
      @About(CURSOR) Optional<String> cursor,
      @About(TYPE) Optional<String> entityType,
      @About(SINCE) Optional<Instant> since,
      @About(FROM) Optional<String> source,
      @About(DETAILS) Optional<Boolean> details) {
    Subgraph in(Memory memory) {
      if (ranked.orElse(false)) {
        GraphQuery page = GraphArguments.query(limit, Optional.empty(), entityType, since, source);
        return NodeRanking.find(memory, query, page, cursor);
      }
      GraphQuery page = GraphArguments.query(limit, cursor, entityType, since, source);
      return memory.graph().find(page.containing(query));
    }
  }

  record NodeNames(
      @About("An array of entity names to retrieve") List<String> names,
      @About(DETAILS) Optional<Boolean> details) {}

  private static List<Observation> observations(
      List<String> texts, Optional<String> source, Optional<Instant> at) {
    return texts.stream().map(text -> new Observation(text, source, at)).toList();
  }

  private static GraphQuery query(
      Optional<Integer> limit,
      Optional<String> cursor,
      Optional<String> type,
      Optional<Instant> since,
      Optional<String> source) {
    GraphQuery query = GraphQuery.atMost(limit.orElse(Integer.MAX_VALUE));
    if (cursor.isPresent()) {
      query = query.continuedAt(cursor.get());
    }
    if (type.isPresent()) {
      query = query.ofType(type.get());
    }
    if (since.isPresent()) {
      query = query.since(since.get());
    }
    return source.isPresent() ? query.learntFrom(source.get()) : query;
  }
}
