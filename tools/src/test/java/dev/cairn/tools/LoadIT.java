package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.stored.StoredTable;
import dev.cairn.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn load} lets users in several JVMs do everything at once without a failure,
 * and leaves nothing behind.
 */
class LoadIT {
  @TempDir private Path directory;

  private Launched.Result load(String... arguments) {
    return Launched.run(builder(arguments), "");
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(Launched.launcher().toString(), "load"), Stream.of(arguments))
            .toList();
    ProcessBuilder builder = Launched.builder(directory, command);
    builder.environment().put("CAIRN_JAVA_OPTS", "-Djava.io.tmpdir=" + directory);
    return builder;
  }

  @Test
  void tenUsersInTwoJvmsDoEverythingAtOnce() throws IOException {
    Path store = directory.resolve("store");
    try (Cairn cairn = Cairn.open(store)) {
      cairn.memory().users().update("ann", user -> user);
    }

    Launched.Result result =
        load("--users=10", "--duration=8s", "--store", store.toString(), "--json");

    JsonNode report = new ObjectMapper().readTree(result.succeeded().out());
    assertThat(report.get("users").intValue()).isEqualTo(10);
    assertThat(report.get("jvms").intValue()).isEqualTo(2);
    assertThat(report.get("lost").intValue()).isZero();
    assertThat(report.get("failures")).isEmpty();
    assertThat(report.get("seconds").doubleValue()).isGreaterThan(7.5);
    long counted = 0;
    for (JsonNode each : report.get("byOperation")) {
      assertThat(each.get("p50Micros").doubleValue())
          .as("%s", each)
          .isLessThanOrEqualTo(each.get("p99Micros").doubleValue());
      counted += each.get("count").longValue();
    }
    assertThat(report.get("operations").longValue()).isPositive().isEqualTo(counted);
    long inBars = 0;
    for (JsonNode bar : report.get("histogram")) {
      inBars += bar.get("count").longValue();
    }
    assertThat(inBars).isEqualTo(counted);
    assertThat(tablesWithRows(store)).containsExactlyInAnyOrder("users", "machine-runs");
  }

  /** Returns the tables that have rows in any namespace; that of runs is the store's own. */
  private static List<String> tablesWithRows(Path store) {
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      return contents.tables().all().stream()
          .filter(
              table -> {
                try (StoreContents.RowCursor rows = contents.rows(table)) {
                  return rows.next();
                }
              })
          .map(StoredTable::name)
          .toList();
    }
  }

  @Test
  void withoutAStoreItMakesOneAndRemovesIt() throws IOException {
    String out = load("--users=3", "--duration=3s", "--jvms=1").succeeded().out();

    assertThat(out)
        .contains("of 3 users in 1 JVM")
        .contains("record-episode")
        .contains("█")
        .contains("nothing lost");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aLoadThatIsStoppedLeavesNoStoreAndNoProcessBehind() throws IOException {
    Process load = builder("--users=4", "--duration=10m").start();
    Await.until("the JVMs have opened the store", () -> !stores().isEmpty());
    List<ProcessHandle> children = load.descendants().toList();

    Launched.signal(load, "INT");
    Launched.end(load);

    Await.until(
        "the children have ended", () -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    load("--users=0").failed(2, "--users must be from 1 to 5000, not 0");
    load("--spawn-rate=0").failed(2, "--spawn-rate must be from 0.01 to 100000, not 0.0");
    load("--spawn-rate=NaN").failed(2, "--spawn-rate must be from 0.01 to 100000, not NaN");
    load("--duration=2d").failed(2, "--duration must be at most 1d, not 2d");
    load("--duration=soon").failed(2, "--duration: 'soon' is no duration");
    load("--pause=-1").failed(2, "--pause: '-1' is no duration");
    load("--jvms=257").failed(2, "--jvms must be from 1 to 256, not 257");
    assertThat(leftovers()).isEmpty();
  }

  private Set<Path> stores() {
    return leftovers().stream()
        .filter(each -> Files.exists(each.resolve("store").resolve("data.mdb")))
        .collect(Collectors.toSet());
  }

  private Set<Path> leftovers() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(each -> String.valueOf(each.getFileName()).startsWith("cairn-load-"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
