package dev.cairn.tools.text;

import dev.cairn.progress.OperationState;
import dev.cairn.progress.OperationStatus;
import dev.cairn.progress.Progress;
import dev.cairn.values.Following;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows on a terminal how far an operation of this process is, whose total is known later. */
public final class OperationDisplay {
  private final String task;
  private final Screen screen;
  private final long self = ProcessHandle.current().pid();
  private @Nullable ProgressDisplay display;

  private OperationDisplay(String task, Screen screen) {
    this.task = task;
    this.screen = screen;
  }

  /**
   * Runs work, and shows the progress of the operation that it begins.
   *
   * @param task the name of the work, a word or two
   * @return what the work returns
   */
  public static <R> R during(Progress progress, String task, Screen screen, Supplier<R> work) {
    OperationDisplay shown = new OperationDisplay(task, screen);
    Following following = progress.follow(shown::show);
    try {
      return work.get();
    } finally {
      following.close();
      shown.close();
    }
  }

  private synchronized void show(List<OperationStatus> operations) {
    for (OperationStatus operation : operations) {
      if (operation.pid() == self && operation.state() == OperationState.RUNNING) {
        if (display == null) {
          display = screen.progress(task, operation.total());
        }
        display.reach(operation.done());
      }
    }
  }

  private synchronized void close() {
    if (display != null) {
      display.close();
    }
  }
}
