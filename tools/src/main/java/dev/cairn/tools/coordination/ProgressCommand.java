package dev.cairn.tools.coordination;

import dev.cairn.Cairn;
import dev.cairn.progress.OperationStatus;
import dev.cairn.progress.Progress;
import dev.cairn.tools.display.OperationListing;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.signals.UntilStopped;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.Screen;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn progress}: prints the progress of the operations of all processes. */
@Command(
    name = "progress",
    description = {
      "Prints the progress of long operations of all processes: those that go on, and those that "
          + "ended within the last hour, the newest first.",
      "",
      "With --json, one object a line: for an operation, and with --watch for the operations of "
          + "one moment."
    },
    footer = {"%nExamples:", "  cairn progress", "  cairn progress --watch"})
public final class ProgressCommand implements Callable<Integer> {
  @Mixin private final Namespace namespace = new Namespace();

  @Option(
      names = "--watch",
      description = "Go on printing, whenever that changes, until stopped (Ctrl-C).")
  private boolean watch;

  private final Session cairn;

  /**
   * Creates the verb.
   *
   * @param cairn gives it the store and the screen
   */
  public ProgressCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    if (watch) {
      UntilStopped.run(this::printAgainAndAgain);
      return ExitCode.OK;
    }
    try (Cairn store = cairn.openToChange()) { // to see who is alive is to take part
      Progress progress = namespace.of(store).progress();
      if (cairn.json()) {
        progress.list().forEach(one -> cairn.screen().out().println(Json.line(one)));
      } else {
        new OperationListing(cairn.screen()).print(progress.list());
      }
    }
    return ExitCode.OK;
  }

  private void printAgainAndAgain() throws InterruptedException {
    try (Cairn store = cairn.openToChange()) {
      Progress progress = namespace.of(store).progress();
      UntilStopped.<List<OperationStatus>>follow(
          cairn.screen().out(), progress::follow, this::printAgain);
    }
  }

  private void printAgain(List<OperationStatus> operations) {
    Screen screen = cairn.screen();
    if (cairn.json()) {
      screen.out().println(Json.line(Map.of("operations", operations)));
      return;
    }
    screen.clear();
    new OperationListing(screen).print(operations);
    if (!screen.isTerminal()) {
      screen.out().println();
    }
  }
}
