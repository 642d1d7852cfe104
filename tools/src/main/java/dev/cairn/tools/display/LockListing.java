package dev.cairn.tools.display;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.ID;
import static dev.cairn.tools.text.TextTable.Kind.NAME;
import static dev.cairn.tools.text.TextTable.Kind.TEXT;

import dev.cairn.locks.LockKind;
import dev.cairn.locks.LockStatistics.Times;
import dev.cairn.locks.LockStatistics.Use;
import dev.cairn.locks.LockStatus;
import dev.cairn.locks.LockStatus.Participant;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints tables of named locks: their holders and waiters, and their statistics. */
public final class LockListing {
  private final Screen screen;

  public LockListing(Screen screen) {
    this.screen = screen;
  }

  /** Prints a row for each holder and each request that waits. */
  public void locks(List<LockStatus> locks) {
    TextTable table =
        new TextTable()
            .column("LOCK", ID)
            .column("KIND", NAME)
            .column("", NAME)
            .column("SINCE", FIGURE)
            .column("PROCESS", FIGURE)
            .column("THREAD", TEXT)
            .column("TOKEN", FIGURE)
            .column("LEASE", FIGURE);
    for (LockStatus lock : locks) {
      lock.holders().forEach(one -> row(table, lock, one, "holds"));
      lock.waiters().forEach(one -> row(table, lock, one, "waits"));
    }
    print(table, locks);
  }

  private static void row(TextTable table, LockStatus lock, Participant one, String what) {
    table.row(
        lock.resource(),
        word(one.kind()),
        what,
        Figures.time(one.since()),
        one.processId(),
        one.thread(),
        one.token().isPresent() ? one.token().getAsLong() : "–",
        one.lease().map(Figures::duration).orElse("–"));
  }

  /** Returns a lock with its holders and waiters as it is printed as JSON. */
  public static Map<String, Object> jsonForm(LockStatus lock) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("resource", lock.resource());
    object.put("holders", lock.holders().stream().map(LockListing::jsonForm).toList());
    object.put("waiters", lock.waiters().stream().map(LockListing::jsonForm).toList());
    return object;
  }

  private static Map<String, Object> jsonForm(Participant one) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", one.kind());
    object.put("process", one.processId());
    object.put("thread", one.thread());
    object.put("since", one.since());
    one.token().ifPresent(token -> object.put("token", token));
    one.lease().ifPresent(lease -> object.put("lease", lease));
    return object;
  }

  /** Prints a row for each lock and way of taking it. */
  public void uses(List<Use> uses) {
    TextTable table =
        new TextTable()
            .column("LOCK", ID)
            .column("KIND", NAME)
            .column("TAKEN", FIGURE)
            .column("RELEASED", FIGURE)
            .column("TIMEOUTS", FIGURE)
            .column("DEADLOCKS", FIGURE)
            .column("WAIT", FIGURE)
            .column("P50", FIGURE)
            .column("P99", FIGURE)
            .column("MAX", FIGURE)
            .column("HOLD", FIGURE)
            .column("P50", FIGURE)
            .column("P99", FIGURE)
            .column("MAX", FIGURE)
            .column("HOLD NOW", FIGURE)
            .column("WAIT NOW", FIGURE);
    for (Use use : uses) {
      Times waits = use.waits();
      Times holds = use.holds();
      table.row(
          use.resource(),
          word(use.kind()),
          Figures.count(use.acquisitions()),
          Figures.count(use.releases()),
          Figures.count(use.timeouts()),
          Figures.count(use.deadlocks()),
          Figures.duration(waits.mean()),
          Figures.duration(waits.p50()),
          Figures.duration(waits.p99()),
          Figures.duration(waits.max()),
          Figures.duration(holds.mean()),
          Figures.duration(holds.p50()),
          Figures.duration(holds.p99()),
          Figures.duration(holds.max()),
          use.holders(),
          use.waiters());
    }
    print(table, uses);
  }

  private static String word(LockKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void print(TextTable table, List<?> rows) {
    if (rows.isEmpty()) {
      screen.out().println("none");
    } else {
      table.print(screen.out(), screen.width());
    }
  }
}
