package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.maintenance.ChangeFeed;
import dev.cairn.maintenance.StoreChange;
import dev.cairn.maintenance.StoreChange.AnythingChanged;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.maintenance.StoreChange.What;
import dev.cairn.tools.signals.UntilStopped;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.TerminalText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code cairn watch}: prints the changes that all processes make to a store, until it is stopped.
 */
@Command(
    name = "watch",
    description = {
      "Prints what all processes change in the store, a line a row, until it is stopped (Ctrl-C) "
          + "or its output is closed.",
      "",
      "A line has the version, what happened, the table, the namespace and the key, with tabs "
          + "between: put or delete as the row is now, change where it was changed again since."
    },
    footer = {"%nExamples:", "  cairn watch", "  cairn watch --since 1200 --json"})
final class WatchCommand implements Callable<Integer> {
  @Option(
      names = "--since",
      paramLabel = "VERSION",
      description = "Begin after this version of the store (default: after the last one).")
  private @Nullable Long since;

  private final CairnCommand cairn;

  WatchCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    UntilStopped.run(this::print);
    return ExitCode.OK;
  }

  private void print() throws InterruptedException {
    try (Cairn store = cairn.openToRead()) {
      ChangeFeed feed =
          since == null ? store.maintenance().changes() : store.maintenance().changesSince(since);
      PrintWriter out = cairn.screen().out();
      while (!out.checkError()) { // flushes; an error means that the reader closed the pipe
        feed.take().forEach(change -> out.println(line(change)));
      }
    }
  }

  private String line(StoreChange change) {
    return cairn.json() ? json(change) : text(change);
  }

  private static String text(StoreChange change) {
    if (change instanceof RowChanged row) {
      return "%d\t%s\t%s\t%s\t%s"
          .formatted(
              row.version(),
              word(row.what()),
              TerminalText.line(row.table()),
              Json.line(row.namespace()),
              row.keyText());
    }
    AnythingChanged any = (AnythingChanged) change;
    return "%d\tanything\t%s"
        .formatted(
            any.last(),
            any.first() == any.last()
                ? "may have changed: this version does not say"
                : "may have changed since version %d: the log does not reach back so far, or a version does not say"
                    .formatted(any.first() - 1));
  }

  private static String json(StoreChange change) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (change instanceof RowChanged row) {
      object.put("version", row.version());
      object.put("change", word(row.what()));
      object.put("table", row.table());
      object.put("namespace", row.namespace());
      object.put("key", row.key());
    } else if (change instanceof AnythingChanged any) {
      object.put("version", any.last());
      object.put("change", "anything");
      object.put("since", any.first() - 1);
    }
    return Json.line(object);
  }

  private static String word(What change) {
    return switch (change) {
      case PUT -> "put";
      case DELETED -> "delete";
      case CHANGED -> "change";
    };
  }
}
