package dev.cairn.graph;

import dev.cairn.graph.GraphTables.EntityRow;
import dev.cairn.internal.checks.Arguments;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A query for entities of the knowledge graph, by conditions that must all be met; immutable.
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
 * @param cursor where to begin: empty for the first page, else {@link Subgraph#next}
 * @param text a text that is in the name, the type or an observation, in upper or lower case
 * @param words any text, the words of which rank the entities; one at least is in the name, the
 *     type or an observation
 * @param type the type
 * @param since the earliest time at which the entity was created or an observation was added
 * @param source the source of an observation; with {@code since}, of one that is as new
 */
public record GraphQuery(
    int limit,
    Optional<String> cursor,
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
    Arguments.notNull("cursor", cursor);
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns this for the page that follows another one.
   *
   * <p>Entities that are there all the while are found on one page of a query, each once, whatever
   * others create and remove between the pages. A query that ranks counts its places from the best
   * match, which may change between the pages.
   *
   * @param next what {@link Subgraph#next} of the other page is: a text without a meaning for
   *     callers, of one line, which may be kept and used by another process. Only a query with the
   *     same conditions takes it; the limit may be another
   */
  public GraphQuery continuedAt(String next) {
    Arguments.notNull("next", next);
    return new GraphQuery(limit, Optional.of(next), text, words, type, since, source);
  }

  /**
   * Returns this for entities with {@code text} in their name, their type or an observation only,
   * in upper or lower case and in any Unicode form (NFKC). An empty text is in each.
   */
  public GraphQuery containing(String text) {
    Arguments.notNull("text", text);
    return new GraphQuery(limit, cursor, Optional.of(text), words, type, since, source);
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
    return new GraphQuery(limit, cursor, text, Optional.of(words), type, since, source);
  }

  /** Returns this for entities of that type only. */
  public GraphQuery ofType(String type) {
    Arguments.notNull("type", type);
    return new GraphQuery(limit, cursor, text, words, Optional.of(type), since, source);
  }

  /** Returns this for entities that were created or observed at {@code time} or later only. */
  public GraphQuery since(Instant time) {
    Arguments.notNull("time", time);
    return new GraphQuery(limit, cursor, text, words, type, Optional.of(time), source);
  }

  /** Returns this for entities with an observation from that source only. */
  public GraphQuery learntFrom(String source) {
    Arguments.notNull("source", source);
    return new GraphQuery(limit, cursor, text, words, type, since, Optional.of(source));
  }

  /** Returns what is found, with the relations that have an end among it. */
  Subgraph in(GraphReader graph) {
    return words.isPresent() ? ranked(graph, words.get()) : inOrder(graph);
  }

  private Subgraph inOrder(GraphReader graph) {
    List<Entity> found = new ArrayList<>();
    Optional<String> next = Optional.empty();
    try (Stream<EntityRow> stream = rows(graph)) {
      Iterator<EntityRow> rows = stream.iterator();
      while (next.isEmpty() && rows.hasNext()) {
        EntityRow row = rows.next();
        Optional<Entity> entity = match(graph, row);
        if (entity.isPresent() && found.size() < limit) {
          found.add(entity.get());
        } else if (entity.isPresent()) {
          next = Optional.of(new PageStart(mark(), row.place(), row.key()).text());
        }
      }
    }
    return new Subgraph(found, graph.relationsOf(found), next);
  }

  private Stream<EntityRow> rows(GraphReader graph) {
    return start()
        .map(start -> graph.entityRowsFrom(start.place(), start.key()))
        .orElseGet(graph::entityRows);
  }

  private Optional<PageStart> start() {
    return cursor.map(text -> PageStart.parse(text, mark()));
  }

  /**
   * Returns a short text that queries with other conditions do not have, but for a rare chance: it
   * finds mistakes. It is the same in every process, as the hash codes of texts are.
   */
  private String mark() {
    int conditions = Objects.hash(text, words, type, since.map(Instant::toString), source);
    return (words.isPresent() ? "rank-" : "order-") + Integer.toHexString(conditions);
  }

  private Subgraph ranked(GraphReader graph, String question) {
    long better = start().map(PageStart::place).orElse(0L);
    Ranking ranking = new Ranking(question);
    graph.entityRows().forEach(row -> match(graph, row).ifPresent(ranking::consider));
    List<String> best = ranking.bestFirst();
    int from = (int) Math.max(0, Math.min(best.size(), better));
    int to = (int) Math.min(best.size(), (long) from + limit);
    List<Entity> found =
        best.subList(from, to).stream().flatMap(name -> graph.entity(name).stream()).toList();
    Optional<String> next =
        to < best.size() ? Optional.of(new PageStart(mark(), to, "").text()) : Optional.empty();
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
    String wanted = folded(text.get());
    return folded(entity.name()).contains(wanted)
        || folded(entity.type()).contains(wanted)
        || entity.observations().stream().anyMatch(each -> folded(each.text()).contains(wanted));
  }

  /** Returns a text as all searches compare it: in Unicode's form NFKC, and in lower case. */
  static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
