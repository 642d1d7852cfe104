package dev.cairn.episodes;

import static dev.cairn.episodes.EpisodeTable.EPISODES;

import dev.cairn.internal.checks.Ages;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Query;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.values.TimeOrderedIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records episodes, which are tasks that agents undertook, finds them newest first, and deletes the
 * oldest.
 *
 * <p>Finding the newest few costs the same however many there are. A call is a transaction of its
 * own, or part of the one that this was made for; what it returns is durable, or will be with that
 * transaction. Bad arguments are refused with an {@link IllegalArgumentException} that shows them,
 * before anything is queued.
 */
public final class Episodes {
  private final Transactor transactor;
  private final Clock clock;

  /**
   * Makes the episodes that {@code transactor} gives access to.
   *
   * @param clock gives the time of an episode that comes without one
   */
  public Episodes(Transactor transactor, Clock clock) {
    this.transactor = Arguments.notNull("transactor", transactor);
    this.clock = Arguments.notNull("clock", clock);
  }

  /** Returns the tables that episodes are kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return List.of(EpisodeTable.EPISODES);
  }

  /**
   * Stores an episode and returns it with its id, its site and its time.
   *
   * <p>An episode without an id gets a time-ordered one: a UUID of version 7 (RFC 9562), greater
   * than all that this process made before, unless its clock was set back by more than 10 seconds.
   * An episode with the id of a stored one replaces it.
   */
  public Episode record(NewEpisode episode) {
    Arguments.notNull("episode", episode);
    Instant now = clock.instant();
    String id = episode.id().orElseGet(() -> TimeOrderedIds.next(now));
    return record(episode.recorded(id, now));
  }

  /** Stores an episode in place of the one with its id, and returns it. */
  public Episode record(Episode episode) {
    String id = Arguments.notNull("episode", episode).id();
    transactor.write(tx -> tx.put(EPISODES, id, episode));
    return episode;
  }

  /** Returns the episode {@code id}, if there is one; from the cache if it is there. */
  public Optional<Episode> get(String id) {
    return transactor.get(EPISODES, Episode.requireId(id));
  }

  /** Returns the episodes that {@code query} asks for, newest first. */
  public List<Episode> find(EpisodeQuery query) {
    Arguments.notNull("query", query);
    return transactor.query(new Found(query));
  }

  /** Returns how many episodes {@link #find} returns for {@code query}, without reading them. */
  public long count(EpisodeQuery query) {
    Arguments.notNull("query", query);
    return transactor.query(new Counted(query));
  }

  /** Returns all episodes, newest first. */
  public List<Episode> list() {
    return find(EpisodeQuery.all());
  }

  /** Returns the newest {@code limit} episodes, newest first. */
  public List<Episode> list(int limit) {
    return find(EpisodeQuery.newest(limit));
  }

  private record CountAll() implements Query<Transaction, Long> {
    @Override
    public Long answer(Transaction tx) {
      return tx.count(EPISODES, Scan.all());
    }
  }

  private record Found(EpisodeQuery query) implements Query<Transaction, List<Episode>> {
    @Override
    public List<Episode> answer(Transaction tx) {
      return query.in(tx);
    }
  }

  private record Counted(EpisodeQuery query) implements Query<Transaction, Long> {
    @Override
    public Long answer(Transaction tx) {
      return query.count(tx);
    }
  }

  /** Returns how many episodes there are. */
  public long count() {
    return transactor.query(new CountAll());
  }

  /** Removes the episode {@code id}; false if there was none. */
  public boolean remove(String id) {
    Episode.requireId(id);
    return transactor.write(tx -> tx.remove(EPISODES, id));
  }

  /**
   * Removes the episodes that happened longer ago than {@code age}, and returns how many.
   *
   * @see #pruneBefore
   */
  public int pruneOlderThan(Duration age) {
    return Ages.before(clock.instant(), age).map(this::pruneBefore).orElse(0);
  }

  /**
   * Removes the episodes that happened before {@code time}, and returns how many.
   *
   * <p>Outside of a transaction this uses one for every {@value Pruning#BATCH} episodes, so that no
   * other writer waits long. If it is stopped halfway, the oldest are gone.
   */
  public int pruneBefore(Instant time) {
    Arguments.notNull("time", time);
    return new Pruning(transactor).before(time);
  }

  /**
   * Removes all but the newest {@code keep} episodes, and returns how many.
   *
   * <p>The newest ones are determined once, at the beginning: episodes that are recorded meanwhile
   * stay, and two calls at once remove no more than one. Transactions are those of {@link
   * #pruneBefore}.
   */
  public int pruneToNewest(int keep) {
    Arguments.notNegative("keep", keep);
    return new Pruning(transactor).toNewest(keep);
  }

  /**
   * Gives each episode whose site is the name by IDNA 2003 of its URL's host the name that the host
   * has today, and returns how many episodes were changed.
   *
   * <p>Only stores that were written before Cairn followed UTS #46 can have such episodes. An
   * episode keeps its URL, so here, other than for {@code Sites.moveFormerNames}, no name is in
   * doubt. Outside of a transaction this takes one for every {@value FormerSites#BATCH} episodes.
   */
  public int moveFormerSites() {
    return new FormerSites(transactor).move();
  }
}
