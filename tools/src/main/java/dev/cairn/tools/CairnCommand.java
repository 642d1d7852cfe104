package dev.cairn.tools;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.config.Configuration;
import dev.cairn.config.Setting;
import dev.cairn.tools.coordination.JobsCommand;
import dev.cairn.tools.coordination.LocksCommand;
import dev.cairn.tools.coordination.ProgressCommand;
import dev.cairn.tools.indexes.ReindexCommand;
import dev.cairn.tools.load.LoadCommand;
import dev.cairn.tools.settings.ByteSize;
import dev.cairn.tools.settings.ConfigCommand;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.settings.UserPath;
import dev.cairn.tools.sources.SearchCommand;
import dev.cairn.tools.sources.SyncCommand;
import dev.cairn.tools.text.Screen;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code cairn}, with its subcommands and the options that they share. */
@Command(
    name = "cairn",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = CairnCommand.Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    description = "Shared memory for agents in many JVMs.",
    exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
    exitCodeOnExecutionException = ExitCode.PROBLEM)
public final class CairnCommand implements Session {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      converter = UserPath.class,
      description = "The store; else $CAIRN_STORE, else ./cairn-store.")
  private @Nullable Path store;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      converter = UserPath.class,
      description = "The file of settings; else $CAIRN_CONFIG, else none.")
  private @Nullable Path config;

  @Option(
      names = "--map-size",
      paramLabel = "SIZE",
      scope = ScopeType.INHERIT,
      converter = ByteSize.class,
      description =
          "The size that the data file cannot outgrow, such as 4G: address space, not memory; "
              + "else $CAIRN_MAP_SIZE, else 64G.")
  private @Nullable Long mapSize;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, for programs.")
  private boolean json;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces and the library's log on standard error.")
  private boolean debug;

  private final Screen screen = new Screen();
  private @Nullable Configuration configuration;

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--debug")) {
      // Must be set before the first logger is made.
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    if (args.length > 0 && !args[0].startsWith("-")) {
      Cairn.beginLoading(); // most verbs open a store, once picocli has looked at the arguments
    }
    System.exit(new CairnCommand().run(args));
  }

  private int run(String[] args) {
    screen.captureSystemErr();
    Failures failures = new Failures(this);
    try {
      return commandLine(args, failures).execute(args);
    } catch (Error e) {
      // Out of memory, or no native library: picocli handles exceptions only.
      return failures.handle(e);
    } finally {
      screen.out().flush();
    }
  }

  private CommandLine commandLine(String[] args, Failures failures) {
    CommandLine command = new CommandLine(this);
    Map<String, Function<CairnCommand, Object>> verbs = verbs();
    if (args.length > 0 && verbs.containsKey(args[0])) {
      // To look through all verbs takes picocli longer than most verbs take.
      verbs.keySet().retainAll(Set.of(args[0]));
    }
    verbs.values().forEach(verb -> command.addSubcommand(verb.apply(this)));
    Optional.ofNullable(command.getSubcommands().get("demo")).ifPresent(CairnCommand::hideStore);
    return command
        .setOut(screen.help())
        .setErr(screen.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(screen.isTerminal() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** Leaves --store out of the help of a verb that refuses it. */
  private static void hideStore(CommandLine verb) {
    CommandSpec spec = verb.getCommandSpec();
    OptionSpec option = spec.findOption("--store");
    spec.remove(option);
    spec.addOption(OptionSpec.builder(option).hidden(true).build());
  }

  /** Returns the verbs in the order of the help. */
  private static Map<String, Function<CairnCommand, Object>> verbs() {
    Map<String, Function<CairnCommand, Object>> verbs = new LinkedHashMap<>();
    verbs.put("demo", DemoCommand::new);
    verbs.put("replay", ReplayCommand::new);
    verbs.put("list", ListCommand::new);
    verbs.put("show", ShowCommand::new);
    verbs.put("context", ContextCommand::new);
    verbs.put("sync", SyncCommand::new);
    verbs.put("search", SearchCommand::new);
    verbs.put("stat", StatCommand::new);
    verbs.put("verify", VerifyCommand::new);
    verbs.put("salvage", SalvageCommand::new);
    verbs.put("watch", WatchCommand::new);
    verbs.put("locks", LocksCommand::new);
    verbs.put("jobs", JobsCommand::new);
    verbs.put("progress", ProgressCommand::new);
    verbs.put("mcp", McpCommand::new);
    verbs.put("load", LoadCommand::new);
    verbs.put("config", ConfigCommand::new);
    verbs.put("dump", DumpCommand::new);
    verbs.put("restore", RestoreCommand::new);
    verbs.put("import", ImportCommand::new);
    verbs.put("export", ExportCommand::new);
    verbs.put("copy", CopyCommand::new);
    verbs.put("reindex", ReindexCommand::new);
    verbs.put("drop-namespace", DropNamespaceCommand::new);
    verbs.put("update-site-names", UpdateSiteNamesCommand::new);
    return verbs;
  }

  @Override
  public Screen screen() {
    return screen;
  }

  @Override
  public boolean json() {
    return json;
  }

  boolean debug() {
    return debug;
  }

  @Override
  public Optional<Path> namedStore() {
    return Optional.ofNullable(store);
  }

  /** Returns whether the store is the one in the current directory, since nothing names another. */
  boolean storeIsDefault() {
    return store == null && configuration().store().isEmpty();
  }

  /**
   * Returns the directory of the store.
   *
   * @throws IllegalArgumentException if there are mistakes in the settings
   */
  @Override
  public Path store() {
    return storeOr(() -> Path.of("cairn-store"));
  }

  /**
   * Returns the directory of the store, or another one if neither the command line nor a setting
   * names one.
   *
   * @throws IllegalArgumentException if there are mistakes in the settings
   */
  Path storeOr(Supplier<Path> otherwise) {
    return store == null ? configuration().store().orElseGet(otherwise) : store;
  }

  @Override
  public Configuration configuration() {
    Configuration known = configuration;
    if (known == null) {
      known =
          config == null
              ? Configuration.fromEnvironment()
              : Configuration.of(System.getenv(), config);
      configuration = known;
    }
    return known;
  }

  @Override
  public Optional<String> option(Setting setting) {
    return switch (setting) {
      case STORE -> Optional.ofNullable(store).map(Path::toString);
      case MAP_SIZE -> Optional.ofNullable(mapSize).map(String::valueOf);
      default -> Optional.empty();
    };
  }

  @Override
  public Map<String, String> variablesOfChildren() {
    return config == null
        ? Map.of()
        : Map.of(Configuration.FILE_VARIABLE, config.toAbsolutePath().toString());
  }

  /** Returns the size of the map: the one that was asked for, or that of the settings. */
  @Override
  public long mapBytes() {
    return mapSize == null ? configuration().options().mapSize() : mapSize;
  }

  @Override
  public CairnOptions options() {
    return configuration().options().withMapSize(mapBytes());
  }

  /**
   * Refuses {@code --map-size} for a verb that cannot follow it.
   *
   * @param reason the reason why the size does not apply
   */
  void refuseMapSize(String reason) {
    if (mapSize != null) {
      throw new IllegalArgumentException("--map-size does not apply: " + reason);
    }
  }

  /** Opens the store for reading; refuses one that does not exist. */
  @Override
  public Cairn openToRead() {
    return openToRead(store());
  }

  /**
   * Opens a store for reading; refuses one that does not exist. It is without a cache, which takes
   * longer to be made than one verb gains by it.
   */
  Cairn openToRead(Path directory) {
    return Cairn.open(directory, options().readOnly().withCache(CachePolicy.off()));
  }

  /** Opens the store for writing, and makes it where there is none. */
  @Override
  public Cairn openOrMake() {
    return openOrMake(store());
  }

  /** Opens a store for writing, and makes it where there is none. */
  Cairn openOrMake(Path directory) {
    return Cairn.open(directory, options());
  }

  /** Opens the store for writing; refuses one that does not exist. */
  @Override
  public Cairn openToChange() {
    openToRead().close();
    return Cairn.open(store(), options());
  }

  /** Reads the version from the manifest of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"cairn " + number()};
    }

    /** Returns the version alone. */
    static String number() {
      String version = CairnCommand.class.getPackage().getImplementationVersion();
      return version == null ? "(not packaged)" : version;
    }
  }
}
