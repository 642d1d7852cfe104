package dev.cairn.tools.text;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a long run has come: a bar with the rate and the time that is left, from {@link
 * Screen#progress}; where nobody looks, nothing.
 *
 * <p>One thread at a time calls it; it costs next to nothing, so that each row may.
 */
public interface Progress extends AutoCloseable {
  /** As a total: how much there is to do is not known. */
  long UNKNOWN = -1;

  /** What is counted. */
  enum Unit {
    /** Rows, lines, operations. */
    THINGS("", 1),
    /** Bytes, shown as MiB. */
    BYTES(" MiB", 1 << 20);

    private final String name;
    private final long size;

    Unit(String name, long size) {
      this.name = name;
      this.size = size;
    }
  }

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

  /**
   * Returns a bar on standard error.
   *
   * @param task what is done, in a word or two
   * @param total how much there is to do, or {@link #UNKNOWN}
   * @param unit what is counted
   * @param columns how long a line may be
   */
  static Progress bar(String task, long total, Unit unit, int columns) {
    // The width is given, so that the library has no need to ask the terminal by native code.
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(unit.name, unit.size)
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
