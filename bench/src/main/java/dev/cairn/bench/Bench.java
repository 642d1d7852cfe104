package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.process.SyncCount;
import dev.cairn.bench.recall.SearchStores;
import dev.cairn.bench.report.Page;
import dev.cairn.bench.report.Plot;
import dev.cairn.bench.report.ReadmeSection;
import dev.cairn.bench.report.Recording;
import dev.cairn.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The command {@code bench/run}, which measures Cairn and its alternatives; run it from the top of
 * the working tree.
 */
@Command(
    name = "bench/run",
    sortOptions = false,
    description = {
      "Measures Cairn beside the stores that one would use instead.",
      "Ends with 1 if a ratio falls short or something could not be measured, with 2 if it cannot"
          + " begin."
    })
public final class Bench implements Callable<Integer> {
  private static final Path RESULTS = Path.of("bench", "results");
  private static final Path PARTIAL = Path.of("bench", "target", "results");
  private static final Path README = Path.of("README.md");

  /** With the build before it, 8 minutes. */
  private static final Duration QUICK = Duration.ofSeconds(440);

  /** With the build before it, and a last step that takes minutes more than estimated, an hour. */
  private static final Duration FULL = Duration.ofMinutes(55);

  private static final Path LOG = Path.of("bench", "target", "jmh.log");

  /** The work that the command line asks for. */
  static final class Mode {
    @Option(names = "--quick", description = "The rows of the table, within 8 minutes (default).")
    boolean quick;

    @Option(
        names = "--full",
        description = "Up to 256 threads and 10,000,000 rows, within an hour.")
    private boolean full;

    @Option(names = "--compare", description = "Only what is wanted of Cairn, a ratio a line.")
    private boolean compare;

    @Option(
        names = "--readme",
        description = "Puts table and plot of the last run into the README; measures nothing.")
    private boolean readme;
  }

  @ArgGroup private Mode mode = new Mode();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Prints this.")
  boolean help;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = {
        "Only what has this in its name; results of --quick and --full are in"
            + " bench/target/results then."
      })
  private String only = "";

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "3",
      description = "With --compare: how often each is measured (default: ${DEFAULT-VALUE}).")
  private int pairs;

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::refuse).execute(args));
  }

  /** Prints the message of a failure without its stack, and returns the exit code. */
  private static int refuse(Exception failure, CommandLine command, ParseResult parsed) {
    command.getErr().println("bench/run: " + failure.getMessage());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (mode.readme) {
      ReadmeSection.write(README, new Page(Report.redraw(RESULTS)).summary(RESULTS.toString()));
      return 0;
    }
    SyncCount.requireStrace();
    Files.createDirectories(LOG.getParent());
    try (Jmh jmh = new Jmh(LOG)) {
      return (mode.compare ? compare(jmh) : record(jmh)) ? 0 : 1;
    }
  }

  private boolean compare(Jmh jmh) throws IOException, InterruptedException {
    if (pairs < 1) {
      throw new IllegalArgumentException("--pairs is " + pairs + "; measure once at least");
    }
    if (only.isEmpty()) {
      for (ContenderKind contender : Criteria.WRITERS) {
        System.err.println("… syncs of " + contender.title);
        SyncCount.count(contender);
      }
    }
    try (SearchStores stores = new SearchStores()) {
      List<Criterion> all =
          Stream.of(new Criteria(jmh).all(), new RecallCriteria(stores).all())
              .flatMap(List::stream)
              .toList();
      List<Criterion> chosen = chosen(all, Criterion::name);
      return new Comparison(System.out, System.err).run(chosen, pairs);
    }
  }

  private boolean record(Jmh jmh) throws IOException, InterruptedException {
    Plot.requireFonts();
    Steps make = new Steps(jmh);
    Run run =
        mode.full
            ? new Run("full", FULL, chosen(Plan.full(make), Step::name))
            : new Run("quick", QUICK, chosen(Plan.quick(make), Step::name));
    if (only.isEmpty()) {
      run.countSyncs(System.err);
    }
    Recording recording = run.record(System.err);
    Path results = only.isEmpty() ? RESULTS : PARTIAL;
    Report.write(recording, results);
    System.out.println(new Page(recording).summary(results.toString()));
    return recording.failures().isEmpty();
  }

  private <T> List<T> chosen(List<T> all, Function<T, String> name) {
    String part = only.toLowerCase(Locale.ROOT);
    List<T> chosen =
        all.stream()
            .filter(one -> name.apply(one).toLowerCase(Locale.ROOT).contains(part))
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing has '%s' in its name; there is:\n  %s"
              .formatted(only, String.join("\n  ", all.stream().map(name).toList())));
    }
    return chosen;
  }
}
