package dev.cairn.sites;

import dev.cairn.internal.engine.Arguments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses counts and lists that no row of a site can have. */
final class Checks {
  private Checks() {}

  /** Returns {@code count}, unless it is below zero. */
  static long notNegative(String name, long count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " is negative: " + count);
    }
    return count;
  }

  /** Returns an immutable copy of {@code list}, unless it is null or has a null in it. */
  static <T> List<T> copyOf(String name, @Nullable List<T> list) {
    for (T element : Arguments.notNull(name, list)) {
      if (element == null) {
        throw new IllegalArgumentException(name + " has a null in it: " + list);
      }
    }
    return List.copyOf(list);
  }
}
