package dev.cairn.skills;

import static dev.cairn.skills.SkillTables.OLDER_VERSIONS;
import static dev.cairn.skills.SkillTables.SKILLS;
import static dev.cairn.skills.SkillTables.STATS;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.skills.SkillTables.SkillVersion;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores skills, which are code that agents can reuse, with all their versions; counts their uses,
 * and finds and ranks them.
 *
 * <p>Skills are found in their latest version. Uses are counted separately: they survive a
 * replacement, and may be recorded before the skill is added, since agents run at the same time.
 *
 * <p>A call is a transaction of its own, or part of the one that this was made for; what it returns
 * is durable, or will be with that transaction. Bad arguments are refused with an {@link
 * IllegalArgumentException} that shows them, before anything is queued.
 */
public final class Skills {
  /** A use that took longer is a mistake. */
  private static final Duration LONGEST_USE = Duration.ofDays(36_500);

  private final Transactor transactor;
  private final Clock clock;

  /**
   * Makes the skills that {@code transactor} gives access to.
   *
   * @param clock gives the times at which skills are added and used
   */
  public Skills(Transactor transactor, Clock clock) {
    this.transactor = Arguments.notNull("transactor", transactor);
    this.clock = Arguments.notNull("clock", clock);
  }

  /** Returns the tables that skills are kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return List.of(SkillTables.SKILLS, SkillTables.OLDER_VERSIONS, SkillTables.STATS);
  }

  /**
   * Adds a skill, or replaces the one with its id, and returns it with its version.
   *
   * <p>A replacement is a new version; {@link #get(String, int)} still returns the others. If it
   * equals the stored skill in every component, there is no new version, and only {@link
   * Skill#timesAdded} counts it.
   */
  public Skill add(NewSkill skill) {
    String id = Arguments.notNull("skill", skill).id();
    Instant now = clock.instant();
    return transactor.write(
        tx -> {
          Optional<Skill> old = tx.get(SKILLS, id);
          Skill added =
              old.map(known -> known.replacedBy(skill, now))
                  .orElseGet(() -> skill.added(1, 1, now));
          old.filter(known -> known.version() < added.version())
              .ifPresent(
                  known -> tx.put(OLDER_VERSIONS, new SkillVersion(id, known.version()), known));
          tx.put(SKILLS, id, added);
          return added;
        });
  }

  /**
   * Returns the latest version of the skill {@code id}, if there is one; from the cache if there.
   */
  public Optional<Skill> get(String id) {
    return transactor.get(SKILLS, Skill.requireId(id));
  }

  /**
   * Returns that version of the skill {@code id}, if there is one; from the cache if it is there.
   */
  public Optional<Skill> get(String id, int version) {
    Arguments.positive("version", version);
    // The latest first: a replacement in between moves it to the table that is read second.
    return get(id)
        .filter(latest -> latest.version() == version)
        .or(() -> transactor.get(OLDER_VERSIONS, new SkillVersion(id, version)));
  }

  /**
   * Returns all versions of the skill {@code id}, the latest first; none if there is no such skill.
   */
  public List<Skill> versions(String id) {
    Skill.requireId(id);
    return transactor.read(
        tx -> {
          Stream<Skill> older =
              tx.scan(OLDER_VERSIONS, Scan.prefix(id).descending()).map(Row::value);
          return Stream.concat(tx.get(SKILLS, id).stream(), older).toList();
        });
  }

  /**
   * Returns the skills that meet the conditions of {@code query}: by id, or, if the query has
   * words, the best match first.
   *
   * <p>Those with more of the words in their name match better, then those with the shorter name.
   */
  public List<Skill> find(SkillQuery query) {
    Arguments.notNull("query", query);
    return transactor.query(new Found(query));
  }

  /** Returns how many skills {@link #find} returns for {@code query}. */
  public long count(SkillQuery query) {
    Arguments.notNull("query", query);
    return transactor.query(new Counted(query));
  }

  /**
   * Counts a use of the skill {@code id}, which may not have been added yet, and returns all uses.
   *
   * @param outcome its outcome; {@link Outcome#UNKNOWN} counts as a use, but not in the success
   *     rate
   * @param took its duration
   */
  public SkillStatistics recordUse(String id, Outcome outcome, Duration took) {
    Skill.requireId(id);
    Arguments.notNull("outcome", outcome);
    if (Arguments.notNegative("took", took).compareTo(LONGEST_USE) > 0) {
      throw new IllegalArgumentException("took is longer than 100 years: " + took);
    }
    Instant now = clock.instant();
    return transactor.write(
        tx ->
            tx.update(
                STATS,
                id,
                known ->
                    known.orElseGet(() -> SkillStatistics.unused(id)).used(outcome, took, now)));
  }

  /**
   * Stores uses that were counted elsewhere, unless uses of that skill are counted here already;
   * false if they are. The skill may not have been added yet.
   */
  public boolean putIfAbsent(SkillStatistics uses) {
    Arguments.notNull("uses", uses);
    return transactor.write(
        tx -> {
          boolean absent = tx.get(STATS, uses.id()).isEmpty();
          if (absent) {
            tx.put(STATS, uses.id(), uses);
          }
          return absent;
        });
  }

  /** Returns the uses of the skill {@code id}, zero if there were none; from the cache if there. */
  public SkillStatistics statistics(String id) {
    return transactor.get(STATS, Skill.requireId(id)).orElseGet(() -> SkillStatistics.unused(id));
  }

  /**
   * Returns the skills that meet the conditions of {@code query} with their statistics, the best
   * first: by {@link SkillStatistics#score}, the success rate that is certain, so that few uses
   * count little. A limit of the query leaves the best.
   */
  public List<RankedSkill> best(SkillQuery query) {
    Arguments.notNull("query", query);
    return transactor.query(new Best(query));
  }

  private record Found(SkillQuery query) implements Query<Transaction, List<Skill>> {
    @Override
    public List<Skill> answer(Transaction tx) {
      return query.in(tx);
    }
  }

  private record Counted(SkillQuery query) implements Query<Transaction, Long> {
    @Override
    public Long answer(Transaction tx) {
      return query.count(tx);
    }
  }

  private record Best(SkillQuery query) implements Query<Transaction, List<RankedSkill>> {
    @Override
    public List<RankedSkill> answer(Transaction tx) {
      return query
          .matches(tx)
          .map(skill -> new RankedSkill(skill, statistics(tx, skill.id())))
          .sorted(RankedSkill.BEST_FIRST)
          .limit(query.limit())
          .toList();
    }
  }

  private static SkillStatistics statistics(Transaction tx, String id) {
    return tx.get(STATS, id).orElseGet(() -> SkillStatistics.unused(id));
  }

  /** Returns all skills, by id. */
  public List<Skill> list() {
    return list(Integer.MAX_VALUE);
  }

  /** Returns the first {@code limit} skills, by id. */
  public List<Skill> list(int limit) {
    Arguments.notNegative("limit", limit);
    return find(SkillQuery.atMost(limit));
  }

  /** Returns how many skills there are. */
  public long count() {
    return count(SkillQuery.all());
  }

  /** Removes the skill {@code id}, its versions and its uses; false if there was none of them. */
  public boolean remove(String id) {
    Skill.requireId(id);
    return transactor.write(
        tx -> {
          deleteOlderVersions(tx, id);
          boolean used = tx.remove(STATS, id);
          return tx.remove(SKILLS, id) || used;
        });
  }

  private static void deleteOlderVersions(WriteTransaction tx, String id) {
    // Collected first: a scan must not run over rows that are being deleted.
    List<SkillVersion> older = tx.scan(OLDER_VERSIONS, Scan.prefix(id)).map(Row::key).toList();
    older.forEach(version -> tx.remove(OLDER_VERSIONS, version));
  }

  /**
   * A skill with the statistics by which it is ranked.
   *
   * @param skill its latest version
   * @param statistics its uses
   */
  public record RankedSkill(Skill skill, SkillStatistics statistics) {
    /** By score; at equal scores by successes, then by id. */
    static final Comparator<RankedSkill> BEST_FIRST =
        Comparator.comparingDouble((RankedSkill ranked) -> ranked.statistics().score())
            .thenComparingLong(ranked -> ranked.statistics().successes())
            .reversed()
            .thenComparing(ranked -> ranked.skill().id());

    /** Checks that nothing is null. */
    public RankedSkill {
      Arguments.notNull("skill", skill);
      Arguments.notNull("statistics", statistics);
    }
  }
}
