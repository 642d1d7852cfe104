package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.maintenance.CopyOptions;
import dev.cairn.maintenance.Maintenance.CopyReport;
import dev.cairn.maintenance.ProgressListener.Step;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.Screen;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn copy}: copies a store that is in use, and checks the copy. */
@Command(
    name = "copy",
    description = {
      "Copies the store as it is now, while others read and write, and checks the copy.",
      "",
      "DEST becomes a store of its own, as a whole or not at all; there must be nothing yet."
    },
    footer = {"%nExamples:", "  cairn copy backup", "  cairn copy --compact backup-small"})
final class CopyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DEST",
      converter = UserPath.class,
      description = "The directory of the copy.")
  private Path destination = Path.of("");

  @Option(
      names = "--compact",
      description = "Leave out the space that the store does not use; takes longer.")
  private boolean compact;

  private final CairnCommand cairn;

  CopyCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    CopyReport report;
    try (Cairn store = cairn.openToRead();
        Bars bars = new Bars(cairn.screen(), store.statistics().store().fileBytes())) {
      CopyOptions options = compact ? CopyOptions.compact() : CopyOptions.whole();
      report = store.maintenance().copyTo(destination, options.withProgress(bars::reach));
    }
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("copy", destination);
      object.put("entries", report.entries());
      object.put("bytes", report.bytes());
      cairn.screen().out().println(Json.line(object));
    } else {
      cairn
          .screen()
          .out()
          .printf(
              "copied to %s and checked: %s and index entries, %s%n",
              destination, Figures.count(report.entries(), "row"), Figures.bytes(report.bytes()));
    }
    return ExitCode.OK;
  }

  /** Shows one bar while the copy is written, and another while it is checked. */
  private static final class Bars implements AutoCloseable {
    private final Screen screen;
    private ProgressDisplay bar;
    private boolean reading;

    Bars(Screen screen, long bytes) {
      this.screen = screen;
      this.bar = screen.progress("copy", bytes, ProgressDisplay.Unit.BYTES);
    }

    void reach(Step step, long done) {
      if (step == Step.READING && !reading) {
        reading = true;
        bar.close();
        bar = screen.progress("check", ProgressDisplay.UNKNOWN);
      }
      bar.reach(done);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
