package dev.cairn.tools.load;

import dev.cairn.tools.jvms.Machine;
import java.time.Duration;
import java.util.List;

/**
 * Says how many users use a store, and for how long.
 *
 * @param users the number of users, each a thread
 * @param spawnRate how many users begin in a second
 * @param duration the time from the first user's beginning to the end
 * @param pause the time that a user waits between two operations
 * @param jvms the number of JVMs among which the users are dealt
 */
record LoadPlan(int users, double spawnRate, Duration duration, Duration pause, int jvms) {
  /** The most users that can be asked for. */
  static final int MAX_USERS = 5_000;

  /** Returns this plan with as many JVMs as have users and fit on the machine. */
  LoadPlan on(Machine machine) {
    return new LoadPlan(users, spawnRate, duration, pause, Math.min(useful(), machine.jvms()));
  }

  /** Returns the number of JVMs that would have a user. */
  int useful() {
    return Math.min(jvms, users);
  }

  /** Returns the time at which a user begins, after the first. */
  Duration begin(int user) {
    return Duration.ofNanos((long) (user / spawnRate * 1e9));
  }

  /** Returns the plan as arguments of a child JVM. */
  List<String> arguments() {
    return List.of(
        String.valueOf(users),
        String.valueOf(spawnRate),
        duration.toString(),
        pause.toString(),
        String.valueOf(jvms));
  }

  /** Returns the plan that {@link #arguments} of another JVM describes. */
  static LoadPlan of(List<String> arguments) {
    return new LoadPlan(
        Integer.parseInt(arguments.get(0)),
        Double.parseDouble(arguments.get(1)),
        Duration.parse(arguments.get(2)),
        Duration.parse(arguments.get(3)),
        Integer.parseInt(arguments.get(4)));
  }
}
