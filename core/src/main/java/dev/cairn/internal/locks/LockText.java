package dev.cairn.internal.locks;

import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;

/** The messages that say who holds a lock, who waits for it, and since when. */
public final class LockText {
  private static final int MOST_SHOWN = 5;

  private LockText() {}

  static String timeout(LockRules.Request request, LockRow row) {
    long ahead = row.queue().stream().takeWhile(wait -> !wait.party().is(request.party())).count();
    return "the lock %s was not granted to %s for %s in time; it is held by %s, and %d requests are ahead; wait longer, or release it sooner"
        .formatted(request.key(), request.party(), way(request.exclusive()), holders(row), ahead);
  }

  static String deadlock(List<LockRules.Link> cycle) {
    StringJoiner text = new StringJoiner("; ");
    for (LockRules.Link link : cycle) {
      text.add(
          "%s waits for the lock %s for %s since %s, which is held by %s"
              .formatted(
                  link.request().party(),
                  link.key(),
                  way(link.request().exclusive()),
                  age(link.request().since()),
                  holders(link.row())));
    }
    return "a deadlock: "
        + text
        + ". The first one, which came last, was refused; release what it holds and try again, or take locks in the same order everywhere";
  }

  public static String holders(LockRow row) {
    if (row.holders().isEmpty()) {
      return "nobody";
    }
    StringJoiner text = new StringJoiner(", ");
    for (Grant grant : row.holders().subList(0, Math.min(MOST_SHOWN, row.holders().size()))) {
      text.add(
          "%s for %s since %s"
              .formatted(grant.party(), way(grant.exclusive()), age(grant.since())));
    }
    int more = row.holders().size() - MOST_SHOWN;
    return more > 0 ? text + " and " + more + " more" : text.toString();
  }

  public static String way(boolean exclusive) {
    return exclusive ? "writing" : "reading";
  }

  private static String age(long since) {
    return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - since)).toString();
  }
}
