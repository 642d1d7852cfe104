package dev.cairn.tools.load;

import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;

/** The operations of the users of a load test, and how often they choose each. */
@SuppressWarnings("ImmutableEnumChecker") // its methods have no state
enum Operation {
  /** A visit to one of some sites is recorded. */
  VISIT(15, VirtualUser::visit),
  /** The context of a site for a prompt is read. */
  CONTEXT(10, VirtualUser::context),
  /** A skill is added, or a new version of it. */
  ADD_SKILL(5, VirtualUser::addSkill),
  /** The use of a skill is recorded. */
  USE_SKILL(10, VirtualUser::useSkill),
  /** The best skills of a tag are found. */
  FIND_SKILLS(10, VirtualUser::findSkills),
  /** An episode is recorded. */
  RECORD_EPISODE(10, VirtualUser::recordEpisode),
  /** The newest episodes at a site are found. */
  FIND_EPISODES(10, VirtualUser::findEpisodes),
  /** A document is remembered. */
  REMEMBER(5, VirtualUser::remember),
  /** Documents that answer a question are recalled. */
  RECALL(5, VirtualUser::recall),
  /** A lock is taken for reading or writing, and released. */
  LOCK(5, VirtualUser::lock),
  /** A permit of the user's limit is asked for. */
  LIMIT(5, VirtualUser::limit),
  /** A job is submitted. */
  SUBMIT_JOB(5, VirtualUser::submitJob),
  /** A job is claimed, and completed. */
  DO_JOB(5, VirtualUser::doJob);

  private static final int ALL = 100;

  private final int percent;

  /** False if there was nothing to do. */
  private final Predicate<VirtualUser> action;

  Operation(int percent, Predicate<VirtualUser> action) {
    this.percent = percent;
    this.action = action;
  }

  /** Chooses one at random, each as often as its share of 100 says. */
  static Operation any(Random random) {
    int left = random.nextInt(ALL);
    for (Operation each : values()) {
      left -= each.percent;
      if (left < 0) {
        return each;
      }
    }
    throw new IllegalStateException("the shares of the operations are less than " + ALL);
  }

  /** Returns whether it had an effect or an answer, and not only the news that nothing is there. */
  boolean doneBy(VirtualUser user) {
    return action.test(user);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
