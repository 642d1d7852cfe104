package dev.cairn.tools;

import dev.cairn.progress.Following;
import dev.cairn.progress.OperationState;
import dev.cairn.progress.OperationStatus;
import dev.cairn.progress.Progress;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.Screen;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows on a terminal how far an operation of this process is, whose total is known later. */
final class SyncProgress {
  private final Screen screen;
  private final long self = ProcessHandle.current().pid();
  private @Nullable ProgressDisplay display;

  private SyncProgress(Screen screen) {
    this.screen = screen;
  }

  /** Runs work, and shows the progress of the operation that it begins. */
  static <R> R during(Progress progress, Screen screen, Supplier<R> work) {
    SyncProgress shown = new SyncProgress(screen);
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
          display = screen.progress("sync", operation.total());
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
