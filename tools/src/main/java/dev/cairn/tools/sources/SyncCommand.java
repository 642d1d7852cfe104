package dev.cairn.tools.sources;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.config.Setting;
import dev.cairn.repositories.SyncOptions;
import dev.cairn.repositories.SyncReport;
import dev.cairn.tools.display.SourceDisplay;
import dev.cairn.tools.settings.ByteSize;
import dev.cairn.tools.settings.CommandEmbedder;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.signals.UntilStopped;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.OperationDisplay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn sync}: brings what the store has of a directory of source files up to date. */
@Command(
    name = "sync",
    description = {
      "Stores the text files of a directory, to be found by 'cairn search', and removes those that "
          + "are gone. Only what has changed since the last sync is stored again.",
      "",
      "Hidden files and those that .gitignore files name are left out. Ends with 1 if a file could "
          + "not be read. With --json, a report as one object, with the path of each file.",
      "",
      "With --embed files are found by meaning too. A model in this process reads some 5 passages of "
          + "code a second and processor, so the first time is long for a large directory. A sync "
          + "that is stopped goes on where it was."
    },
    footer = {
      "%nExamples:",
      "  cairn sync .",
      "  cairn sync ~/shop --name shop --watch",
      "  cairn sync ~/shop --embed",
      "  cairn search 'where is the retry policy' --repo shop"
    })
public final class SyncCommand implements Callable<Integer> {
  private static final long WATCH_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A look at a large tree takes a while: then the next one comes later. */
  private static final int PAUSES_A_LOOK = 10;

  @Parameters(paramLabel = "DIR", converter = UserPath.class, description = "The directory.")
  private Path directory = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "The name of the repository (default: the name of the directory).")
  private @Nullable String name;

  @Option(names = "--full", description = "Read and store all files, whether they changed or not.")
  private boolean full;

  @Option(
      names = "--embed",
      description = "Embed the files, to find them by meaning too; else $CAIRN_SYNC_EMBED.")
  private boolean embed;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "Skip files that are larger, such as 64K (default: 1M; up to 16M).")
  private @Nullable Long largest;

  @Option(
      names = "--watch",
      description = "Go on, and sync whenever files change, until it is stopped (Ctrl-C).")
  private boolean watch;

  private final Session cairn;

  /** Makes the verb for a run of the command. */
  public SyncCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    if (watch) {
      UntilStopped.run(this::watch);
      return ExitCode.OK;
    }
    try (Cairn store = open()) {
      return first(store.memory()).failed().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private SyncReport first(Memory memory) {
    SyncReport report = sync(memory, full ? options().force() : options());
    print(report);
    return report;
  }

  private SyncOptions options() {
    SyncOptions options = SyncOptions.defaults().waiting(cairn.configuration().syncs().timeout());
    if (name != null) {
      options = options.withName(name);
    }
    if (largest != null) {
      options = options.withLargestFile((int) Math.min(Integer.MAX_VALUE, largest));
    }
    return options;
  }

  private SyncReport sync(Memory memory, SyncOptions options) {
    return OperationDisplay.during(
        memory.progress(),
        "sync",
        cairn.screen(),
        () -> memory.repositories().sync(directory, options));
  }

  private Cairn open() {
    Optional<String> setting = cairn.configuration().text(Setting.SYNC_EMBED);
    boolean embeds = embed || setting.filter("true"::equalsIgnoreCase).isPresent();
    return embeds ? CommandEmbedder.openToEmbed(cairn) : cairn.openOrMake();
  }

  /** Looks at all files again and again: no file system tells of the changes in a whole tree. */
  private void watch() throws InterruptedException {
    try (Cairn store = open()) {
      SyncReport last = first(store.memory());
      long look = lookOf(last, 0);
      while (!cairn.screen().out().checkError()) { // the reader of a pipe may have closed it
        TimeUnit.NANOSECONDS.sleep(
            Math.min(LONGEST_PAUSE_NANOS, Math.max(WATCH_PAUSE_NANOS, PAUSES_A_LOOK * look)));
        SyncReport next = store.memory().repositories().sync(directory, options());
        if (next.changedAnything() || !next.failed().equals(last.failed())) {
          print(next);
        }
        look = lookOf(next, look);
        last = next;
      }
    }
  }

  /** Returns how long a look takes: one that finds changes stores them too, and tells nothing. */
  private static long lookOf(SyncReport report, long before) {
    return report.changedAnything() ? before : report.took().toNanos();
  }

  private void print(SyncReport report) {
    PrintWriter out = cairn.screen().out();
    if (cairn.json()) {
      out.println(Json.line(report));
    } else {
      new SourceDisplay(cairn.screen()).report(report);
    }
    out.flush();
  }
}
