package dev.cairn.tools.coordination;

import dev.cairn.Cairn;
import dev.cairn.locks.LockStatistics.Use;
import dev.cairn.locks.LockStatus;
import dev.cairn.locks.Locks;
import dev.cairn.tools.display.LockListing;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cairn locks}: prints who holds named locks and permits, and who waits for them. */
@Command(
    name = "locks",
    description = {
      "Prints who holds named locks and permits, and who waits for them, in all processes.",
      "",
      "With --json, one object a line: for a lock, and with --watch for the locks of one moment."
    },
    footer = {
      "%nExamples:",
      "  cairn locks",
      "  cairn locks --watch --namespace alice",
      "  cairn locks --statistics --json"
    })
public final class LocksCommand implements Callable<Integer> {
  @Mixin private final Namespace namespace = new Namespace();

  @Option(
      names = "--watch",
      description = "Go on printing, whenever that changes, until stopped (Ctrl-C).")
  private boolean watch;

  @Option(
      names = "--statistics",
      description =
          "Print what all processes have counted since the machine was started: how often locks "
              + "were taken, how long requests waited, how long locks were held.")
  private boolean statistics;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Session cairn;

  /**
   * Creates the verb.
   *
   * @param cairn gives it the store and the screen
   */
  public LocksCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    if (watch && statistics) {
      throw new ParameterException(
          spec.commandLine(), "--watch is for holders and waiters, not for --statistics");
    }
    if (watch) {
      UntilStopped.run(this::printAgainAndAgain);
      return ExitCode.OK;
    }
    try (Cairn store = cairn.openToChange()) { // to look at locks is to take part in them
      Locks locks = namespace.of(store).locks();
      if (statistics) {
        print(locks.statistics().ofAllProcesses());
      } else if (cairn.json()) {
        locks.list().forEach(lock -> line(LockListing.jsonForm(lock)));
      } else {
        new LockListing(cairn.screen()).locks(locks.list());
      }
    }
    return ExitCode.OK;
  }

  private void printAgainAndAgain() throws InterruptedException {
    try (Cairn store = cairn.openToChange()) {
      Locks locks = namespace.of(store).locks();
      UntilStopped.<List<LockStatus>>follow(cairn.screen().out(), locks::follow, this::printAgain);
    }
  }

  private void printAgain(List<LockStatus> locks) {
    if (cairn.json()) {
      line(Map.of("locks", locks.stream().map(LockListing::jsonForm).toList()));
      return;
    }
    Screen screen = cairn.screen();
    screen.clear();
    new LockListing(screen).locks(locks);
    if (!screen.isTerminal()) {
      screen.out().println();
    }
  }

  private void print(List<Use> uses) {
    if (cairn.json()) {
      uses.forEach(this::line);
    } else {
      new LockListing(cairn.screen()).uses(uses);
    }
  }

  private void line(Object object) {
    cairn.screen().out().println(Json.line(object));
  }
}
