package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.Durability;
import dev.cairn.LockTimeoutException;
import dev.cairn.limits.Rate;
import dev.cairn.locks.Hold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that settings are taken from variables, a file and the defaults, in this order, that they
 * have an effect, and that all mistakes in them are named at once.
 */
class ConfigurationTest {
  @TempDir private Path directory;

  private Path file(String... lines) throws IOException {
    return Files.write(directory.resolve("cairn.properties"), List.of(lines));
  }

  private static List<String> mistakes(Map<String, String> environment) {
    return catchThrowableOfType(
            InvalidConfigurationException.class, () -> Configuration.of(environment))
        .mistakes();
  }

  private static String origin(Configuration configuration, Setting setting) {
    return configuration.values().stream()
        .filter(value -> value.setting() == setting)
        .findFirst()
        .orElseThrow()
        .origin();
  }

  @Test
  void withoutSettingsTheOptionsAreTheDefaultsOfTheLibrary() {
    CairnOptions options = Configuration.of(Map.of()).options();
    CairnOptions defaults = CairnOptions.defaults();

    assertThat(options.mapSize()).isEqualTo(defaults.mapSize());
    assertThat(options.maxReaders()).isEqualTo(defaults.maxReaders());
    assertThat(options.durability()).isEqualTo(defaults.durability());
    assertThat(options.cache()).isEqualTo(defaults.cache());
    assertThat(options.cacheBytes()).isEqualTo(defaults.cacheBytes());
    assertThat(options.writeTimeout()).isEqualTo(defaults.writeTimeout());
    assertThat(options.lockReadTimeout()).isEqualTo(defaults.lockReadTimeout());
    assertThat(options.lockWriteTimeout()).isEqualTo(defaults.lockWriteTimeout());
  }

  @Test
  void everySettingReachesTheOptions() {
    CairnOptions options =
        Configuration.of(
                Map.of(
                    "CAIRN_MAP_SIZE", "2M",
                    "CAIRN_MAX_READERS", "17",
                    "CAIRN_DURABILITY", "Relaxed",
                    "CAIRN_CACHE", "until-changed",
                    "CAIRN_CACHE_SIZE", "1 MiB",
                    "CAIRN_WRITE_TIMEOUT", "3s",
                    "CAIRN_LOCK_READ_TIMEOUT", "4",
                    "CAIRN_LOCK_WRITE_TIMEOUT", "PT5S"))
            .options();

    assertThat(options.mapSize()).isEqualTo(2 << 20);
    assertThat(options.maxReaders()).isEqualTo(17);
    assertThat(options.durability()).isEqualTo(Durability.RELAXED);
    assertThat(options.cache()).isEqualTo(CachePolicy.untilChanged());
    assertThat(options.cacheBytes()).isEqualTo(1 << 20);
    assertThat(options.writeTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.lockReadTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(options.lockWriteTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void theStoreIsOpenedAsTheSettingsSay() {
    Path store = directory.resolve("store");
    Configuration configuration =
        Configuration.of(
            Map.of(
                "CAIRN_STORE", store.toString(),
                "CAIRN_MAP_SIZE", "32M",
                "CAIRN_MAX_READERS", "17",
                "CAIRN_LOCK_WRITE_TIMEOUT", "50ms"));

    try (Cairn cairn = configuration.open()) {
      EngineStatistics engine = cairn.statistics().store();
      assertThat(cairn.path()).isEqualTo(store);
      assertThat(engine.mapBytes()).isEqualTo(32L << 20);
      assertThat(engine.maxReaders()).isEqualTo(17);
      try (Hold hold = cairn.memory().locks().on("login").write()) {
        assertThat(hold.isHeld()).isTrue();
        assertThatThrownBy(
                () ->
                    CompletableFuture.runAsync(() -> cairn.memory().locks().on("login").write())
                        .join())
            .hasCauseInstanceOf(LockTimeoutException.class);
        assertThatThrownBy(
                () -> {
                  cairn.memory().locks().semaphore("one", 1).acquire();
                  cairn.memory().locks().semaphore("one", 1).acquire();
                })
            .isInstanceOf(LockTimeoutException.class);
      }
    }
  }

  @Test
  void aVariableComesBeforeTheFileAndTheFileBeforeTheDefault() throws IOException {
    Path file = file("# of the agents", "write-timeout = 3s", "lock.read-timeout=4s");
    Configuration configuration =
        Configuration.of(
            Map.of("CAIRN_CONFIG", file.toString(), "CAIRN_WRITE_TIMEOUT", "5s", "OTHER", "x"));

    assertThat(configuration.options().writeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(configuration.options().lockReadTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(origin(configuration, Setting.WRITE_TIMEOUT)).isEqualTo("CAIRN_WRITE_TIMEOUT");
    assertThat(origin(configuration, Setting.LOCK_READ_TIMEOUT))
        .isEqualTo(file + ": lock.read-timeout");
    assertThat(origin(configuration, Setting.MAP_SIZE)).isEqualTo("default");
    assertThat(configuration.text(Setting.MAP_SIZE)).isEmpty();
  }

  @Test
  void theNamesThatAgentsHadBeforeAreUnderstoodAlsoInAFileForTheEnvironment() throws IOException {
    Configuration configuration =
        Configuration.of(
            Map.of(),
            file(
                "MAX_CONCURRENT_MEMORY_OPS=50",
                "MAX_CONCURRENT_SYNC_OPS=5",
                "MEMORY_OP_TIMEOUT=60",
                "SYNC_OP_TIMEOUT=1800",
                "RATE_LIMIT_MEMORY_PER_MIN=200",
                "RATE_LIMIT_SYNC_PER_HOUR=7",
                "CAIRN_BATCH_RATE=off"));

    Admission memory = configuration.memoryOperations();
    assertThat(memory.mostAtOnce()).isEqualTo(50);
    assertThat(memory.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(memory.rate()).contains(Rate.perMinute(200));
    Admission syncs = configuration.syncs();
    assertThat(syncs.mostAtOnce()).isEqualTo(5);
    assertThat(syncs.timeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(syncs.rate()).contains(Rate.perHour(7));
    Admission batches = configuration.batches();
    assertThat(batches.mostAtOnce()).isEqualTo(2);
    assertThat(batches.timeout()).isEqualTo(Duration.ofHours(2));
    assertThat(batches.rate()).isEmpty();
  }

  @Test
  void allMistakesAreNamedAtOnce() throws IOException {
    Path file = file("write-timout=1s", "durability=maybe", "cache=1s", "cache=2s", "store=");

    assertThat(
            mistakes(
                Map.of(
                    "CAIRN_CONFIG", file.toString(),
                    "CAIRN_MAP_SIZE", "4 tons",
                    "CAIRN_DURABILITY", "sync",
                    "CAIRN_SYNC_AT_ONCE", "0",
                    "CAIRN_MEMORY_RATE", "100")))
        .containsExactlyInAnyOrder(
            file + ": 'write-timout' is no setting; cairn config lists all of them",
            file + ": cache is there twice; leave one line",
            file + ": store: the path is empty; for the working directory, write .",
            file + ": durability: 'maybe' is neither sync nor relaxed",
            "CAIRN_MAP_SIZE: '4 tons' is no size such as 4G or 512M",
            "CAIRN_SYNC_AT_ONCE: '0' is no number from 1 to 100,000",
            "CAIRN_MEMORY_RATE: '100' is no rate such as 100/min, 5/hour or 20/10s");
    assertThatThrownBy(() -> Configuration.of(Map.of("CAIRN_CACHE", "no", "CAIRN_STORE", " ")))
        .hasMessage(
            "2 mistakes in the configuration: (1) CAIRN_STORE: the path is empty; for the working"
                + " directory, write .; (2) CAIRN_CACHE: 'no' is no duration such as 500ms, 30s,"
                + " 10m, 2h or 1d");
  }

  @Test
  void settingsThatContradictEachOtherAreRefusedByName() {
    assertThat(mistakes(Map.of("CAIRN_MEMORY_TIMEOUT", "30s", "MEMORY_OP_TIMEOUT", "31")))
        .containsExactly(
            "CAIRN_MEMORY_TIMEOUT and MEMORY_OP_TIMEOUT contradict each other; leave one of them");
    assertThat(mistakes(Map.of("CAIRN_CACHE", "off", "CAIRN_CACHE_SIZE", "1G")))
        .containsExactly(
            "CAIRN_CACHE switches the cache off, and CAIRN_CACHE_SIZE gives it a size; leave one of"
                + " them out");
    assertThat(mistakes(Map.of("MEMORY_OP_TIMEOUT", "5", "CAIRN_LOCK_WRITE_TIMEOUT", "6s")))
        .containsExactly(
            "CAIRN_LOCK_WRITE_TIMEOUT=6s is longer than a whole operation may take by"
                + " MEMORY_OP_TIMEOUT=5; make the first shorter");
    Configuration.of(Map.of("CAIRN_MEMORY_TIMEOUT", "30s", "MEMORY_OP_TIMEOUT", "30"));
  }

  @Test
  void aVariableThatIsEmptyOrOfSomethingElseDoesNoHarm() {
    Configuration configuration =
        Configuration.of(
            Map.of(
                "CAIRN_STORE", "",
                "CAIRN_CONFIG", "",
                "CAIRN_JAVA_OPTS", "-Xmx1g",
                "CAIRN_SERVICE_HOST", "10.0.0.7"));

    assertThat(configuration.store()).isEmpty();
    assertThat(configuration.unknownVariables()).containsExactly("CAIRN_SERVICE_HOST");
  }

  @Test
  void aVariableThatIsNamedLikeALineOfAFileIsNoSetting() {
    Configuration configuration =
        Configuration.of(Map.of("store", "/elsewhere", "cache", "many", "durability", "high"));

    assertThat(configuration.store()).isEmpty();
    assertThat(origin(configuration, Setting.DURABILITY)).isEqualTo("default");
  }

  @Test
  void aFileThatCannotBeReadIsAMistake() throws IOException {
    Path missing = directory.resolve("missing");
    assertThat(mistakes(Map.of("CAIRN_CONFIG", missing.toString())))
        .containsExactly(missing + ": the file cannot be read (NoSuchFileException)");
    Path latin =
        Files.write(
            directory.resolve("latin"), "store=/gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(mistakes(Map.of("CAIRN_CONFIG", latin.toString())))
        .containsExactly(latin + ": the file is not in UTF-8");
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
    assertThat(mistakes(Map.of("CAIRN_CONFIG", large.toString())))
        .containsExactly(large + ": no file of properties: it has more than 1 MiB");
    Path escape = file("store=\\u12");
    assertThat(mistakes(Map.of("CAIRN_CONFIG", escape.toString())).get(0))
        .startsWith(escape + ": no file of properties: ");
  }

  @Test
  void aTildeIsTheHomeDirectory() {
    assertThat(Configuration.of(Map.of("CAIRN_STORE", "~/agents", "HOME", "/home/ann")).store())
        .contains(Path.of("/home/ann/agents"));
    assertThat(mistakes(Map.of("CAIRN_STORE", "~bob/agents")).get(0))
        .contains("only a shell knows the home directory in '~bob/agents'");
  }

  @Test
  void aSecretIsNotShown() {
    Configuration configuration = Configuration.of(Map.of("CAIRN_MCP_TOKEN", "open sesame"));

    assertThat(configuration.values().toString()).doesNotContain("sesame").contains("(hidden)");
    assertThat(configuration.text(Setting.MCP_TOKEN)).contains("open sesame");
  }
}
