package dev.cairn.graph;

import dev.cairn.graph.GraphTables.EntityRow;
import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The conditions that an entity must meet to be found, all of them; immutable.
 *
 * <pre>{@code
 * graph.find(GraphQuery.atMost(20).about("shipping costs Norway").ofType("shop"))
 * graph.find(GraphQuery.all().containing("acme").since(yesterday))
 * }</pre>
 *
 * <p>Entities are found in the order of their creation; with words to be {@link #about}, the best
 * match first. A query reads entities until it has found enough; one that ranks reads all.
 *
 * @param limit the most entities to find
 * @param place the place at which to begin: empty for the first, else {@link Subgraph#next}
 * @param text a text that is in the name, the type or an observation, in upper or lower case
 * @param words any text, the words of which rank the entities; one at least is in the name, the
 *     type or an observation
 * @param type the type
 * @param since the earliest time at which the entity was created or an observation was added
 * @param source the source of an observation; with {@code since}, of one that is as new
 */
public record GraphQuery(
    int limit,
    OptionalLong place,
    Optional<String> text,
    Optional<String> words,
    Optional<String> type,
    Optional<Instant> since,
    Optional<String> source) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, the limit negative, or the source blank
   */
  public GraphQuery {
    Arguments.notNegative("limit", limit);
    Arguments.notNull("place", place);
    Arguments.notNull("text", text);
    Arguments.notNull("words", words);
    Arguments.notNull("type", type);
    Arguments.notNull("since", since);
    Arguments.notNull("source", source).ifPresent(Observation::requireSource);
  }

  /** Returns the query for all entities. */
  public static GraphQuery all() {
    return atMost(Integer.MAX_VALUE);
  }

  /** Returns the query for the first {@code limit} entities of all. */
  public static GraphQuery atMost(int limit) {
    return new GraphQuery(
        limit,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns this for the entities from a place on.
   *
   * <p>Entities that are there all the while are found on one page of a query, each once, whatever
   * others create and remove between the pages. A query that ranks counts its places from the best
   * match, which may change between the pages.
   *
   * @param next the place, from {@link Subgraph#next} of the same query
   */
  public GraphQuery continuedAt(long next) {
    return new GraphQuery(limit, OptionalLong.of(next), text, words, type, since, source);
  }

  /**
   * Returns this for entities with {@code text} in their name, their type or an observation only,
   * in upper or lower case. The text is taken as it is, and an empty one is in each.
   */
  public GraphQuery containing(String text) {
    Arguments.notNull("text", text);
    return new GraphQuery(limit, place, Optional.of(text), words, type, since, source);
  }

  /**
   * Returns this with the best match for {@code words} first, and without the entities that have
   * none of them.
   *
   * <p>A word that fewer entities have weighs more, and one in the name weighs twice. A word counts
   * within a longer one too: {@code ship} is in {@code shipping}.
   */
  public GraphQuery about(String words) {
    Arguments.notNull("words", words);
    return new GraphQuery(limit, place, text, Optional.of(words), type, since, source);
  }

  /** Returns this for entities of that type only. */
  public GraphQuery ofType(String type) {
    Arguments.notNull("type", type);
    return new GraphQuery(limit, place, text, words, Optional.of(type), since, source);
  }

  /** Returns this for entities that were created or observed at {@code time} or later only. */
  public GraphQuery since(Instant time) {
    Arguments.notNull("time", time);
    return new GraphQuery(limit, place, text, words, type, Optional.of(time), source);
  }

  /** Returns this for entities with an observation from that source only. */
  public GraphQuery learntFrom(String source) {
    Arguments.notNull("source", source);
    return new GraphQuery(limit, place, text, words, type, since, Optional.of(source));
  }

  /** Returns what is found, with the relations that have an end among it. */
  Subgraph in(GraphReader graph) {
    return words.isPresent() ? ranked(graph, words.get()) : inOrder(graph);
  }

  private Subgraph inOrder(GraphReader graph) {
    List<Entity> found = new ArrayList<>();
    OptionalLong next = OptionalLong.empty();
    Iterator<EntityRow> rows = graph.entityRows(place.orElse(Long.MIN_VALUE)).iterator();
    while (next.isEmpty() && rows.hasNext()) {
      EntityRow row = rows.next();
      Optional<Entity> entity = match(graph, row);
      if (entity.isPresent() && found.size() < limit) {
        found.add(entity.get());
      } else if (entity.isPresent()) {
        next = OptionalLong.of(row.place());
      }
    }
    return new Subgraph(found, graph.relationsOf(found), next);
  }

  private Subgraph ranked(GraphReader graph, String question) {
    Ranking ranking = new Ranking(question);
    graph.entityRows(Long.MIN_VALUE).forEach(row -> match(graph, row).ifPresent(ranking::consider));
    List<String> best = ranking.bestFirst();
    int from = (int) Math.max(0, Math.min(best.size(), place.orElse(0)));
    int to = (int) Math.min(best.size(), (long) from + limit);
    List<Entity> found =
        best.subList(from, to).stream().flatMap(name -> graph.entity(name).stream()).toList();
    OptionalLong next = to < best.size() ? OptionalLong.of(to) : OptionalLong.empty();
    return new Subgraph(found, graph.relationsOf(found), next);
  }

  /** Returns the entity of a row if it meets the conditions. */
  private Optional<Entity> match(GraphReader graph, EntityRow row) {
    if (type.isPresent() && !type.get().equals(row.type())) {
      return Optional.empty(); // without a look at its observations
    }
    return Optional.of(graph.entity(row)).filter(this::isNewEnough).filter(this::hasText);
  }

  private boolean isNewEnough(Entity entity) {
    boolean anySource = source.isEmpty();
    return (anySource && isSince(entity.createdAt()))
        || entity.observations().stream()
            .anyMatch(
                observation ->
                    (anySource || source.equals(observation.source()))
                        && isSince(observation.addedAt()));
  }

  private boolean isSince(Optional<Instant> time) {
    return since.isEmpty() || (time.isPresent() && !time.get().isBefore(since.get()));
  }

  private boolean hasText(Entity entity) {
    if (text.isEmpty()) {
      return true;
    }
    String wanted = lower(text.get());
    return lower(entity.name()).contains(wanted)
        || lower(entity.type()).contains(wanted)
        || entity.observations().stream().anyMatch(each -> lower(each.text()).contains(wanted));
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
