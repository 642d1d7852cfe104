package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The sequence of actions with which agents do a task on a web site; immutable.
 *
 * @param site the name of the site
 * @param task the task
 * @param actions the actions that were recorded last, in order
 * @param timesRecorded the number of times that actions were recorded for this task
 * @param firstRecorded the time of the first record
 * @param lastRecorded the time of the last record
 */
public record ActionPattern(
    String site,
    String task,
    List<String> actions,
    long timesRecorded,
    Instant firstRecorded,
    Instant lastRecorded) {

  /** Patterns that were recorded more often come first. */
  static final Comparator<ActionPattern> MOST_RECORDED_FIRST =
      Comparator.comparingLong(ActionPattern::timesRecorded)
          .reversed()
          .thenComparing(ActionPattern::task);

  /**
   * Copies the actions.
   *
   * @throws IllegalArgumentException if anything is null, the site or the task blank, or the count
   *     negative
   */
  public ActionPattern {
    Arguments.notBlank("site", site);
    Arguments.notBlank("task", task);
    actions = Arguments.copyOf("actions", actions);
    Arguments.notNegative("timesRecorded", timesRecorded);
    Arguments.notNull("firstRecorded", firstRecorded);
    Arguments.notNull("lastRecorded", lastRecorded);
  }

  static ActionPattern unrecorded(String site, String task, Instant now) {
    return new ActionPattern(site, task, List.of(), 0, now, now);
  }

  /** Returns this with those actions, recorded once more. */
  ActionPattern recorded(List<String> newActions, Instant at) {
    return new ActionPattern(
        site,
        task,
        newActions,
        timesRecorded + 1,
        firstRecorded.isBefore(at) ? firstRecorded : at,
        lastRecorded.isAfter(at) ? lastRecorded : at);
  }

  /** Returns this at another site. */
  ActionPattern at(String newSite) {
    return new ActionPattern(newSite, task, actions, timesRecorded, firstRecorded, lastRecorded);
  }

  /** Returns this with the records of {@code other} added; the later actions stay. */
  ActionPattern plus(ActionPattern other) {
    boolean otherIsLater = other.lastRecorded.isAfter(lastRecorded);
    return new ActionPattern(
        site,
        task,
        otherIsLater ? other.actions : actions,
        timesRecorded + other.timesRecorded,
        other.firstRecorded.isBefore(firstRecorded) ? other.firstRecorded : firstRecorded,
        otherIsLater ? other.lastRecorded : lastRecorded);
  }
}
