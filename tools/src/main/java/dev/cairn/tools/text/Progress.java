package dev.cairn.tools.text;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a long run has come. */
public interface Progress extends AutoCloseable {
  /** Shows that {@code done} of the total are done. */
  void reach(long done);

  /** Leaves the display as it stands. */
  @Override
  void close();

  /** Returns one that shows nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void reach(long done) {
        // nobody looks
      }

      @Override
      public void close() {
        // nothing was begun
      }
    };
  }

  /** Returns a bar of at most {@code columns} characters on standard error. */
  static Progress bar(String task, long total, int columns) {
    // The width is given, so that the library has no need to ask the terminal by native code.
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(100)
            .setSpeedUnit(ChronoUnit.SECONDS)
            .showSpeed()
            .clearDisplayOnFinish()
            .setConsumer(new ConsoleProgressBarConsumer(System.err, columns - 1))
            .build();
    return new Progress() {
      @Override
      public void reach(long done) {
        bar.stepTo(done);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }
}
