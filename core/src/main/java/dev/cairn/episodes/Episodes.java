package dev.cairn.episodes;

import static dev.cairn.episodes.EpisodeTable.BY_AGENT;
import static dev.cairn.episodes.EpisodeTable.BY_OUTCOME;
import static dev.cairn.episodes.EpisodeTable.BY_SITE;
import static dev.cairn.episodes.EpisodeTable.EPISODES;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The episodes that agents lived through, found newest first.
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
   * @param clock what tells when an episode happened that does not say so itself
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
   * <p>One that brings no id gets a time-ordered one: a UUID of version 7 (RFC 9562), greater than
   * all that this process made before, unless its clock was set back by more than 10 seconds. One
   * with the id of a stored episode replaces that.
   */
  public Episode record(NewEpisode episode) {
    Arguments.notNull("episode", episode);
    Instant now = clock.instant();
    String id = episode.id().orElseGet(() -> TimeOrderedIds.next(now.toEpochMilli()));
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
    return transactor.read(tx -> query.in(tx).toList());
  }

  /** Returns the newest {@code limit} episodes. */
  public List<Episode> recent(int limit) {
    return find(EpisodeQuery.newest(limit));
  }

  /** Returns the newest {@code limit} episodes at the site of {@code url}. */
  public List<Episode> bySite(String url, int limit) {
    return find(EpisodeQuery.newest(limit).atSite(url));
  }

  /** Returns the newest {@code limit} episodes of {@code agent}. */
  public List<Episode> byAgent(String agent, int limit) {
    return find(EpisodeQuery.newest(limit).by(agent));
  }

  /** Returns the newest {@code limit} episodes that came out as {@code outcome}. */
  public List<Episode> byOutcome(Outcome outcome, int limit) {
    return find(EpisodeQuery.newest(limit).cameOut(outcome));
  }

  /**
   * Returns the newest {@code limit} episodes at {@code from} or later, and before {@code before}.
   */
  public List<Episode> between(Instant from, Instant before, int limit) {
    return find(EpisodeQuery.newest(limit).from(from).before(before));
  }

  /** Returns how many episodes there are. */
  public long count() {
    return transactor.read(tx -> tx.count(EPISODES, Scan.all()));
  }

  /** Returns how many episodes there are at the site of {@code url}. */
  public long countBySite(String url) {
    String site = SiteName.of(url);
    return transactor.read(tx -> tx.count(EPISODES, BY_SITE, Scan.prefix(site)));
  }

  /** Returns how many episodes {@code agent} had. */
  public long countByAgent(String agent) {
    Episode.requireAgent(agent);
    return transactor.read(tx -> tx.count(EPISODES, BY_AGENT, Scan.prefix(agent)));
  }

  /** Returns how many episodes came out as {@code outcome}. */
  public long countByOutcome(Outcome outcome) {
    Arguments.notNull("outcome", outcome);
    return transactor.read(tx -> tx.count(EPISODES, BY_OUTCOME, Scan.prefix(outcome)));
  }

  /** Forgets the episode {@code id}; false if there was none. */
  public boolean remove(String id) {
    Episode.requireId(id);
    return transactor.write(tx -> tx.remove(EPISODES, id));
  }

  /**
   * Forgets the episodes that happened longer ago than {@code age}, and returns how many.
   *
   * @see #pruneBefore
   */
  public int pruneOlderThan(Duration age) {
    Instant now = clock.instant();
    Arguments.notNegative("age", age);
    // Older than time itself: there is nothing.
    boolean ancient = age.compareTo(Duration.between(Instant.MIN, now)) > 0;
    return ancient ? 0 : pruneBefore(now.minus(age));
  }

  /**
   * Forgets the episodes that happened before {@code time}, and returns how many.
   *
   * <p>Outside of a transaction this takes one for every {@value Pruning#BATCH} episodes, so that
   * other writers wait for none of them long; stopped halfway, it has forgotten the oldest.
   */
  public int pruneBefore(Instant time) {
    Arguments.notNull("time", time);
    return new Pruning(transactor).before(time);
  }

  /**
   * Forgets all but the newest {@code keep} episodes, and returns how many.
   *
   * <p>"The newest" is settled once, at the beginning: what is recorded meanwhile stays, and two
   * who prune at once do not forget twice as much. Transactions are those of {@link #pruneBefore}.
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
