package dev.cairn.config;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Durability;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.limits.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a program's store, read from environment variables and a file of properties, and
 * checked as a whole. Immutable and thread-safe.
 *
 * <pre>{@code
 * Configuration configuration = Configuration.fromEnvironment();
 * try (Cairn cairn = configuration.open()) { … }
 * }</pre>
 *
 * <p>A variable is taken before a line of the file, and that before the default. The only file is
 * the one that {@value #FILE_VARIABLE} or the caller names. The library reads neither unless it is
 * asked to, by this class. An empty variable counts as none. A variable that begins with {@code
 * CAIRN_} and is no setting does no harm, since environments such as Kubernetes define some of
 * their own; an unknown name in the file is a mistake.
 */
public final class Configuration {
  /** The environment variable that names the file of properties. */
  public static final String FILE_VARIABLE = "CAIRN_CONFIG";

  /** A value and the place from which it comes. */
  record Given(Object value, String text, String origin) {}

  /**
   * A setting as it is in force.
   *
   * @param setting the setting
   * @param text the value as it was written; empty if there is none, and not shown if it is secret
   * @param origin the place from which it comes: {@code default}, a variable, or a file and the
   *     name in it
   */
  public record Value(Setting setting, String text, String origin) {}

  private final Map<Setting, Given> given;
  private final List<String> unknownVariables;

  private Configuration(Map<Setting, Given> given, List<String> unknownVariables) {
    this.given = new EnumMap<>(Setting.class);
    this.given.putAll(given);
    this.unknownVariables = List.copyOf(unknownVariables);
  }

  /**
   * Reads the environment of this process, and the file that {@value #FILE_VARIABLE} names.
   *
   * @throws InvalidConfigurationException if a setting is wrong, settings contradict each other, or
   *     the file cannot be read; it names all mistakes
   */
  public static Configuration fromEnvironment() {
    return of(System.getenv());
  }

  /**
   * Reads these variables instead of the environment, and the file that they name.
   *
   * @param environment the variables and their values
   * @throws InvalidConfigurationException as {@link #fromEnvironment()} does
   */
  public static Configuration of(Map<String, String> environment) {
    return read(environment, Optional.empty());
  }

  /**
   * Reads these variables, and this file instead of one that they name.
   *
   * @param environment the variables and their values
   * @param file the file of properties, in UTF-8, which must exist
   * @throws InvalidConfigurationException as {@link #fromEnvironment()} does
   */
  public static Configuration of(Map<String, String> environment, Path file) {
    return read(environment, Optional.of(Arguments.notNull("file", file)));
  }

  private static Configuration read(Map<String, String> environment, Optional<Path> file) {
    ConfigurationReader reader =
        new ConfigurationReader(Arguments.notNull("environment", environment));
    Map<Setting, Given> given = reader.read(file);
    return new Configuration(given, reader.unknownVariables());
  }

  /**
   * Opens the store with these settings, and creates it if there is none.
   *
   * @throws dev.cairn.StoreOpenException if the directory cannot be opened as a store
   */
  public Cairn open() {
    return Cairn.open(store().orElse(Path.of(Setting.STORE.defaultText())), options());
  }

  /** Returns the directory of the store; empty if nothing names one. */
  public Optional<Path> store() {
    return given(Setting.STORE, Path.class);
  }

  /** Returns the options to open the store with. */
  public CairnOptions options() {
    return CairnOptions.defaults()
        .withMapSize(value(Setting.MAP_SIZE, Long.class))
        .withMaxReaders(value(Setting.MAX_READERS, Integer.class))
        .withDurability(value(Setting.DURABILITY, Durability.class))
        .withCache(value(Setting.CACHE, CachePolicy.class))
        .withCacheBytes(value(Setting.CACHE_SIZE, Long.class))
        .withWriteTimeout(value(Setting.WRITE_TIMEOUT, Duration.class))
        .withLockTimeouts(
            value(Setting.LOCK_READ_TIMEOUT, Duration.class),
            value(Setting.LOCK_WRITE_TIMEOUT, Duration.class));
  }

  /** Returns the admission of operations on the memory, 20 at once and short. */
  public Admission memoryOperations() {
    return admission("memory", Setting.MEMORY_TIMEOUT, Setting.MEMORY_AT_ONCE, Setting.MEMORY_RATE);
  }

  /** Returns the admission of synchronisations with something outside, 3 at once. */
  public Admission syncs() {
    return admission("sync", Setting.SYNC_TIMEOUT, Setting.SYNC_AT_ONCE, Setting.SYNC_RATE);
  }

  /** Returns the admission of long work on many things, 2 at once. */
  public Admission batches() {
    return admission("batch", Setting.BATCH_TIMEOUT, Setting.BATCH_AT_ONCE, Setting.BATCH_RATE);
  }

  private Admission admission(String kind, Setting timeout, Setting atOnce, Setting rate) {
    Optional<?> perUser = value(rate, Optional.class);
    return new Admission(
        kind,
        value(timeout, Duration.class),
        value(atOnce, Integer.class),
        perUser.map(Rate.class::cast));
  }

  /**
   * Returns the text of a setting, if anything sets it. A secret is returned too: do not print it.
   */
  public Optional<String> text(Setting setting) {
    return Optional.ofNullable(given.get(Arguments.notNull("setting", setting))).map(Given::text);
  }

  /** Returns all settings as they are in force, in the order of {@link Setting}. */
  public List<Value> values() {
    List<Value> values = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      Given each = given.get(setting);
      String text = each == null ? setting.defaultText() : each.text();
      boolean hidden = setting.isSecret() && !text.isEmpty();
      values.add(
          new Value(setting, hidden ? "(hidden)" : text, each == null ? "default" : each.origin()));
    }
    return List.copyOf(values);
  }

  /**
   * Returns the variables that begin with {@code CAIRN_} and are no setting: perhaps misspelt, or
   * of something else.
   */
  public List<String> unknownVariables() {
    return unknownVariables;
  }

  private <T> Optional<T> given(Setting setting, Class<T> type) {
    return Optional.ofNullable(given.get(setting)).map(each -> type.cast(each.value()));
  }

  private <T> T value(Setting setting, Class<T> type) {
    return given(setting, type)
        .orElseGet(() -> type.cast(setting.form().reading().read(setting.defaultText(), Map.of())));
  }
}
