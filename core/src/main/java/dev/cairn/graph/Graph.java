package dev.cairn.graph;

import dev.cairn.graph.GraphTables.EntityRow;
import dev.cairn.graph.GraphTables.EntityText;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.values.KeyPart;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stores a knowledge graph of entities, typed relations and timed observations, and searches it.
 *
 * <p>Entities, relations and the observations of an entity keep the order in which they were added.
 * However many threads and processes add to one entity, no observation is lost. Adding, opening and
 * removing cost the same however large the graph is; reading and searching it do not.
 *
 * <p>A call is a transaction of its own, all or nothing, or part of the one that this was made for;
 * what it returns is durable, or will be with that transaction. Several calls are one transaction
 * in {@code memory.write}. Bad arguments are refused with an {@link IllegalArgumentException} that
 * shows them, before anything is queued. Texts may have any length, and be empty.
 */
public final class Graph {
  private static final int SHOWN_CHARS = 80;

  private final Transactor transactor;
  private final Clock clock;

  /**
   * Makes the graph that {@code transactor} gives access to.
   *
   * @param clock gives the time of what comes without one
   */
  public Graph(Transactor transactor, Clock clock) {
    this.transactor = Arguments.notNull("transactor", transactor);
    this.clock = Arguments.notNull("clock", clock);
  }

  /** Returns the tables that the graph is kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return List.of(GraphTables.ENTITIES, GraphTables.OBSERVATIONS, GraphTables.RELATIONS);
  }

  /**
   * Creates the entities whose names are not taken yet, with their observations, and returns them
   * as they are stored, in the given order.
   *
   * <p>An entity that exists stays as it is: {@link #observe} adds to it.
   */
  public List<Entity> create(List<Entity> entities) {
    List<Entity> copy = Arguments.copyOf("entities", entities);
    return write(graph -> graph.create(copy));
  }

  /** Creates the entities whose names are not taken yet; see {@link #create(List)}. */
  public List<Entity> create(Entity... entities) {
    return create(Arrays.asList(Arguments.notNull("entities", entities)));
  }

  /**
   * Adds the observations whose texts the entity does not have yet, and returns them as they are
   * stored, in the given order.
   *
   * <p>An observation that exists keeps its source and its time, and one with the same text is
   * passed over, whatever its source. To refresh one, remove it and add it in one transaction; it
   * is the last one then.
   *
   * @throws IllegalArgumentException if there is no such entity; nothing was changed then
   */
  public List<Observation> observe(String entity, List<Observation> observations) {
    Arguments.notNull("entity", entity);
    List<Observation> copy = Arguments.copyOf("observations", observations);
    return write(
        graph ->
            graph
                .observe(entity, copy)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "there is no entity "
                                + Arguments.quoted(entity, SHOWN_CHARS)
                                + "; create it first")));
  }

  /** Adds observations without a source to an entity; see {@link #observe(String, List)}. */
  public List<Observation> observe(String entity, String... texts) {
    return observe(
        entity, Arrays.stream(Arguments.notNull("texts", texts)).map(Observation::of).toList());
  }

  /**
   * Creates the relations that there are not yet, and returns them as they are stored, in the given
   * order.
   *
   * <p>The entities at the ends may be missing, since agents run at the same time: {@link
   * #contains} tells, in the same transaction if both are called in one.
   */
  public List<Relation> relate(List<Relation> relations) {
    List<Relation> copy = Arguments.copyOf("relations", relations);
    return write(graph -> graph.relate(copy));
  }

  /** Creates the relations that there are not yet; see {@link #relate(List)}. */
  public List<Relation> relate(Relation... relations) {
    return relate(Arrays.asList(Arguments.notNull("relations", relations)));
  }

  /**
   * Removes the entities with their observations and all relations that begin or end at one of the
   * names, and returns the names of those that there were, each once.
   */
  public List<String> removeEntities(List<String> names) {
    List<String> distinct = Arguments.copyOf("names", names).stream().distinct().toList();
    return write(graph -> distinct.stream().filter(graph::removeEntity).toList());
  }

  /** Removes observations of an entity by their texts, and returns how many there were. */
  public int removeObservations(String entity, List<String> texts) {
    Arguments.notNull("entity", entity);
    List<String> copy = Arguments.copyOf("texts", texts);
    return write(graph -> graph.removeObservations(entity, copy));
  }

  /** Removes the relations of these ends and types, and returns how many there were. */
  public int removeRelations(List<Relation> relations) {
    List<Relation> copy = Arguments.copyOf("relations", relations);
    return write(graph -> graph.removeRelations(copy));
  }

  private <R> R write(Function<GraphWriter, R> change) {
    Instant now = clock.instant();
    return transactor.write(tx -> change.apply(new GraphWriter(tx, now)));
  }

  /** Returns whether there is an entity of that name; from the cache if it is there. */
  public boolean contains(String name) {
    Arguments.notNull("name", name);
    return transactor.get(GraphTables.ENTITIES, KeyPart.shortForm(name)).isPresent();
  }

  /** Returns the entity of that name with its observations, if there is one. */
  public Optional<Entity> get(String name) {
    Arguments.notNull("name", name);
    return read(graph -> graph.entity(name));
  }

  /**
   * Returns the entities of those names that there are, in the order of creation, and all relations
   * that begin or end at one of them.
   */
  public Subgraph open(List<String> names) {
    LinkedHashSet<String> distinct = new LinkedHashSet<>(Arguments.copyOf("names", names));
    return read(
        graph -> {
          List<Entity> found = graph.entities(distinct);
          return new Subgraph(found, graph.relationsOf(found), Optional.empty());
        });
  }

  /**
   * Returns the entities that meet the conditions of {@code query}, in the order that it promises,
   * and all relations that begin or end at one of them.
   *
   * @throws IllegalArgumentException if the query continues where a page of another query ended
   */
  public Subgraph find(GraphQuery query) {
    Arguments.notNull("query", query);
    return read(query::in);
  }

  /** Returns the whole graph, in the order of creation. */
  public Subgraph all() {
    return read(
        graph ->
            new Subgraph(
                graph.entityRows().map(graph::entity).toList(),
                graph.relations(),
                Optional.empty()));
  }

  private <R> R read(Function<GraphReader, R> question) {
    return transactor.read(tx -> question.apply(new GraphReader(tx)));
  }

  /** Returns how many entities there are. */
  public long count() {
    return count(GraphTables.ENTITIES);
  }

  /** Returns how many observations all entities have together. */
  public long countObservations() {
    return count(GraphTables.OBSERVATIONS);
  }

  /** Returns how many relations there are. */
  public long countRelations() {
    return count(GraphTables.RELATIONS);
  }

  private long count(Table<?, ?> table) {
    return transactor.read(tx -> tx.count(table, Scan.all()));
  }

  /**
   * Returns all entities by the keys of their rows.
   *
   * @hidden
   */
  public static Map<String, Entity> entitiesByKey(Transaction tx) {
    GraphReader graph = new GraphReader(tx);
    return graph.entityRows().collect(Collectors.toMap(EntityRow::key, graph::entity));
  }

  /**
   * Returns the entity whose row has this key, if there is one.
   *
   * @hidden
   */
  public static Optional<Entity> entityByKey(Transaction tx, String key) {
    return tx.get(GraphTables.ENTITIES, key).map(new GraphReader(tx)::entity);
  }

  /**
   * Returns the key of the entity of that name.
   *
   * @hidden
   */
  public static String keyOf(String name) {
    return KeyPart.shortForm(name);
  }

  /**
   * Returns the key of the entity that the row of an entity or an observation is about; nothing for
   * keys of other rows.
   *
   * @hidden
   */
  public static Optional<String> entityKeyOf(Object rowKey) {
    return rowKey instanceof EntityText observation
        ? Optional.of(observation.entity())
        : rowKey instanceof String key ? Optional.of(key) : Optional.empty();
  }
}
