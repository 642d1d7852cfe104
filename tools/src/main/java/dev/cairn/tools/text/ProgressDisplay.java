package dev.cairn.tools.text;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows the progress of a long command on a terminal, as a bar with the rate and the time left;
 * elsewhere it shows nothing. {@link Screen#progress} makes one.
 *
 * <p>For one thread at a time. A call is cheap enough for each row.
 */
public interface ProgressDisplay extends AutoCloseable {
  /** A total that is not known. */
  long UNKNOWN = -1;

  /** The unit of progress. */
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
  static ProgressDisplay silent() {
    return new ProgressDisplay() {
      @Override
      public void reach(long done) {
        // no terminal
      }

      @Override
      public void close() {
        // nothing was opened
      }
    };
  }

  /** Standard error itself, since a bar moves the cursor. */
  private static PrintStream terminal() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }

  /**
   * Returns a bar on standard error.
   *
   * @param task the name of the work, a word or two
   * @param total the amount of work, or {@link #UNKNOWN}
   * @param unit the unit of the total
   * @param columns the longest line
   */
  static ProgressDisplay bar(String task, long total, Unit unit, int columns) {
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
            .setConsumer(new ConsoleProgressBarConsumer(terminal(), columns - 1))
            .build();
    return new ProgressDisplay() {
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
