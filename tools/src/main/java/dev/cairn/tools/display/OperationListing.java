package dev.cairn.tools.display;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.ID;
import static dev.cairn.tools.text.TextTable.Kind.NAME;
import static dev.cairn.tools.text.TextTable.Kind.TEXT;

import dev.cairn.progress.OperationStatus;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TextTable;
import java.util.List;
import java.util.Locale;

/** Prints a table of operations, with a bar for each whose total is known. */
public final class OperationListing {
  private static final int BAR = 20;

  private final Screen screen;

  public OperationListing(Screen screen) {
    this.screen = screen;
  }

  /** Prints a row for each operation. */
  public void print(List<OperationStatus> operations) {
    if (operations.isEmpty()) {
      screen.out().println("none");
      return;
    }
    TextTable table =
        new TextTable()
            .column("OPERATION", ID)
            .column("", NAME)
            .column("", FIGURE)
            .column("DONE", FIGURE)
            .column("STATE", NAME)
            .column("BEGAN", FIGURE)
            .column("PROCESS", FIGURE)
            .column("AT", TEXT);
    for (OperationStatus one : operations) {
      table.row(
          one.name(),
          one.fraction().isPresent() ? bar(one.fraction().getAsDouble()) : "",
          Figures.share(Math.min(one.done(), one.total()), one.total()),
          one.total() == 0
              ? Figures.count(one.done())
              : Figures.count(one.done()) + " of " + Figures.count(one.total()),
          one.state().name().toLowerCase(Locale.ROOT),
          Figures.time(one.startedAt()),
          one.pid(),
          one.message());
    }
    table.print(screen.out(), screen.width());
  }

  private static String bar(double fraction) {
    int full = (int) (fraction * BAR);
    return "█".repeat(full) + "░".repeat(BAR - full);
  }
}
