package dev.cairn.tools.load;

import dev.cairn.config.WrittenValue;
import dev.cairn.tools.jvms.ChildJvms;
import dev.cairn.tools.jvms.Machine;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.text.ProgressDisplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cairn load}: measures a store that many users in several JVMs use at once. */
@Command(
    name = "load",
    description = {
      "Lets many users in several JVMs use a store at once, and prints how fast it answers them: "
          + "they visit sites, record and find skills and episodes, remember and recall documents, "
          + "take locks, use up limits, and submit and do jobs.",
      "",
      "The store is a new one in the directory for temporary files, unless --store names another: "
          + "there they use a namespace of their own, which is deleted afterwards."
    },
    footer = {
      "%nExamples:",
      "  cairn load --users 100 --spawn-rate 10 --duration 60s --jvms 4",
      "  cairn load --users 20 --pause 100ms --store agents.cairn --json"
    })
public final class LoadCommand implements Callable<Integer> {
  private static final double MAX_RATE = 100_000;
  private static final Duration MAX_DURATION = Duration.ofDays(1);

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many users, each a thread (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--spawn-rate",
      paramLabel = "R",
      defaultValue = "10",
      description = "How many users begin in a second (default: ${DEFAULT-VALUE}).")
  private double spawnRate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "The time from the first user's beginning to the end, such as 60s or 5m (default: "
              + "${DEFAULT-VALUE}).")
  private String duration = "";

  @Option(
      names = "--pause",
      paramLabel = "TIME",
      defaultValue = "0",
      description =
          "The time that a user waits between two operations, such as 100ms (default: none).")
  private String pause = "";

  @Option(
      names = "--jvms",
      paramLabel = "N",
      defaultValue = "2",
      description = {
        "How many JVMs to start at most (default: ${DEFAULT-VALUE}).",
        "None starts without a user, and no more than the machine has cores and memory for."
      })
  private int jvms;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Session cairn;

  /** Makes the verb. */
  public LoadCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, LoadFailedException {
    LoadPlan asked = plan();
    Machine machine = Machine.here();
    machine
        .notice(asked.useful(), asked.jvms())
        .ifPresent(notice -> cairn.screen().err().println("cairn: " + notice));
    LoadSummary summary = new LoadSummary(report(asked.on(machine)), cairn.screen());
    if (cairn.json()) {
      summary.printJson();
    } else {
      summary.print();
    }
    return summary.verdict();
  }

  private LoadPlan plan() {
    Duration time = time("--duration", duration);
    if (time.compareTo(MAX_DURATION) > 0) {
      throw refused("--duration", "at most 1d", duration);
    }
    return new LoadPlan(
        inRange("--users", users, LoadPlan.MAX_USERS),
        rate(),
        time,
        pause.equals("0") ? Duration.ZERO : time("--pause", pause),
        inRange("--jvms", jvms, Machine.MAX_JVMS));
  }

  private Duration time(String option, String text) {
    try {
      return WrittenValue.duration(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private int inRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw refused(option, "from 1 to " + most, String.valueOf(value));
    }
    return value;
  }

  private double rate() {
    if (!(spawnRate >= 0.01 && spawnRate <= MAX_RATE)) {
      throw refused("--spawn-rate", "from 0.01 to 100000", String.valueOf(spawnRate));
    }
    return spawnRate;
  }

  private ParameterException refused(String option, String range, String value) {
    return new ParameterException(
        spec.commandLine(), "%s must be %s, not %s".formatted(option, range, value));
  }

  private LoadReport report(LoadPlan plan)
      throws IOException, InterruptedException, LoadFailedException {
    String namespace = "load-" + UUID.randomUUID();
    Optional<Path> named = cairn.namedStore();
    if (named.isPresent()) {
      Load load = load(plan, named.get(), namespace);
      return run(plan, load, () -> cleanUp(load, namespace));
    }
    Path temporary = Files.createTempDirectory("cairn-load-");
    return run(plan, load(plan, temporary.resolve("store"), namespace), () -> delete(temporary));
  }

  private Load load(LoadPlan plan, Path store, String namespace) {
    return new Load(plan, store, cairn.options(), namespace, cairn.variablesOfChildren());
  }

  /** Deletes what was stored in a store that stays, also after a failure and on Ctrl-C. */
  private void cleanUp(Load load, String namespace) {
    try {
      load.cleanUp();
    } catch (RuntimeException e) {
      cairn
          .screen()
          .err()
          .println(
              "cairn: the namespace %s of the load test is left in the store; delete it with cairn drop-namespace: %s"
                  .formatted(namespace, e.getMessage()));
      cairn.screen().err().flush();
    }
  }

  /** Runs a test; {@code afterwards} runs once all children have ended, whatever ended them. */
  private LoadReport run(LoadPlan plan, Load load, Runnable afterwards)
      throws IOException, InterruptedException, LoadFailedException {
    try (ChildJvms children = new ChildJvms(afterwards);
        ProgressDisplay bar = cairn.screen().progress("load", plan.duration().toSeconds())) {
      return load.run(children, time -> bar.reach(time.toSeconds()));
    }
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                throws IOException {
              Files.delete(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
