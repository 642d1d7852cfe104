package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.sites.Site;
import dev.cairn.testing.Await;
import dev.cairn.tools.replay.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn replay} loses no operation, refuses bad input, and leaves no child
 * process behind.
 */
class ReplayIT {
  private static final String VISIT =
      "{\"op\":\"visit\",\"agent\":\"a%d\",\"url\":\"https://s%d.example/\",\"seconds\":1}";

  @TempDir private Path directory;
  private Path store;

  @BeforeEach
  void nameStore() {
    store = directory.resolve("deep/down/store");
  }

  @Test
  void losesNothing() throws IOException {
    Files.writeString(directory.resolve("trace.jsonl"), Traces.mixed(1200));

    JsonNode report =
        report(replay("trace.jsonl", "--jvms", "3", "--agents", "4", "--json").succeeded());

    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly(
            "jvms",
            "agents",
            "operations",
            "applied",
            "lost",
            "seconds",
            "operationsPerSecond",
            "commits",
            "p50Micros",
            "p99Micros",
            "store");
    assertThat(report.get("jvms").intValue()).isEqualTo(3);
    assertThat(report.get("agents").intValue()).isEqualTo(4);
    assertThat(report.get("operations").intValue()).isEqualTo(1200);
    assertThat(report.get("applied").intValue()).isEqualTo(1200);
    assertThat(report.get("lost").intValue()).isZero();
    assertThat(report.get("commits").intValue()).isBetween(1, 1200);
    assertThat(report.get("p50Micros").longValue())
        .isPositive()
        .isLessThanOrEqualTo(report.get("p99Micros").longValue());
    assertThat(report.get("store").textValue()).isEqualTo(store.toString());
    try (Cairn cairn = Cairn.open(store)) {
      assertThat(cairn.memory().sites().list().stream().mapToLong(Site::visits).sum())
          .isEqualTo(150);
      assertThat(cairn.memory().episodes().count()).isEqualTo(150);
    }
  }

  @Test
  void countsOnTopOfWhatIsThere() {
    String trace = Traces.mixed(160);
    for (int round = 0; round < 2; round++) {
      Launched.Result result =
          Launched.feed(
              directory, trace, "replay", "-", "--jvms=2", "--agents=3", "--store", "" + store);
      assertThat(result.succeeded().out())
          .contains("160 operations by 2 JVMs of 3 agents", "nothing lost");
    }
  }

  @Test
  void aBadLineStopsItBeforeAnythingIsWritten() throws IOException {
    Files.writeString(
        directory.resolve("trace.jsonl"), VISIT.formatted(1, 1) + "\n{\"op\":\"vist\"}\n");

    replay("trace.jsonl").failed(2, "trace.jsonl:2: unknown op 'vist'");

    assertThat(store).doesNotExist();
  }

  @Test
  void badLinesCanBeLeftOut() throws IOException {
    Files.writeString(
        directory.resolve("trace.jsonl"),
        "nonsense\n" + VISIT.formatted(1, 1) + "\n{\"op\":\"vist\"}\n" + VISIT.formatted(2, 2));

    JsonNode report =
        report(
            replay("trace.jsonl", "--skip-bad", "--json", "--jvms", "2", "--agents", "1")
                .succeeded());

    assertThat(report.get("operations").intValue()).isEqualTo(2);
    assertThat(report.get("lost").intValue()).isZero();
    assertThat(report.get("skipped").intValue()).isEqualTo(2);
  }

  @Test
  void anEmptyTraceIsDoneAtOnce() {
    Launched.Result result =
        Launched.feed(
            directory, "", "replay", "-", "--jvms", "2", "--json", "--store", store.toString());

    assertThat(report(result.succeeded()).get("operations").intValue()).isZero();
  }

  @Test
  void startsNoJvmWithoutWork() {
    String trace = VISIT.formatted(1, 1) + "\n" + VISIT.formatted(2, 2);

    JsonNode report =
        report(
            Launched.feed(
                    directory, trace, "replay", "-", "--jvms=6", "--json", "--store", "" + store)
                .succeeded());

    assertThat(report.get("jvms").intValue()).isEqualTo(2);
    assertThat(report.get("agents").intValue()).isEqualTo(1);
    assertThat(report.get("applied").intValue()).isEqualTo(2);
  }

  @Test
  void startsNoMoreJvmsThanTheMachineCarriesAndSaysSo() {
    String trace =
        IntStream.range(0, 40)
            .mapToObj(i -> VISIT.formatted(i, i))
            .collect(Collectors.joining("\n"));
    List<String> command = List.of(Launched.launcher().toString(), "replay", "-", "--jvms=30");
    ProcessBuilder replay = Launched.builder(directory, command);
    replay.environment().put("CAIRN_JAVA_OPTS", "-XX:ActiveProcessorCount=1");

    Launched.Result result = Launched.run(replay, trace);

    assertThat(result.err())
        .containsPattern("^cairn: [1-4] JVMs instead of 30: no more fit on 1 cores and")
        .hasLineCount(1);
    assertThat(result.out())
        .containsPattern("40 operations by [1-4] JVMs")
        .contains("nothing lost");
    assertThat(result.code()).isZero();
  }

  @Test
  void refusesWhatItCannotRead() {
    replay("missing.jsonl").failed(2, "no such file: missing.jsonl");
    replay(".").failed(2, "a directory is no trace: .");
    replay().failed(2, "Missing required parameter");
    replay("-", "--jvms", "0").failed(2, "--jvms must be from 1 to 256, not 0");
    replay("-", "--jvms", "257").failed(2, "--jvms must be from 1 to 256, not 257");
    replay("-", "--agents", "1001").failed(2, "--agents must be from 1 to 1000, not 1001");
    replay("-", "--agents", "many").failed(2, "'many' is not an int");
    assertThat(store).doesNotExist();
  }

  @Test
  void aStoreThatIsNoneIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");

    Launched.feed(directory, VISIT.formatted(1, 1), "replay", "-", "--store", file.toString())
        .failed(2, file.toString());

    assertThat(file).hasContent("mine");
  }

  @Test
  void aKilledChildEndsTheReplayAndItsSiblings() throws Exception {
    Process replay = startLongReplay();
    List<ProcessHandle> children = childrenAtWork(replay);

    children.get(1).destroyForcibly();

    assertThat(Launched.end(replay)).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("err")))
        .startsWith("cairn: agent JVM ")
        .contains("(process " + children.get(1).pid() + ") was ended by signal 9")
        .hasLineCount(1);
    assertThat(Files.readString(directory.resolve("out"))).isEmpty();
    Await.until("the children end", () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aReplayThatIsToldToEndEndsItsChildren() throws Exception {
    Process replay = startLongReplay();
    List<ProcessHandle> children = childrenAtWork(replay);

    replay.destroy();

    assertThat(Launched.end(replay)).isEqualTo(128 + 15);
    Await.until("the children end", () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void childrenEndWithAParentThatIsKilled() throws Exception {
    Process replay = startLongReplay();
    List<ProcessHandle> children = childrenAtWork(replay);

    replay.destroyForcibly();

    assertThat(Launched.end(replay)).isEqualTo(128 + 9);
    Await.until("the children end", () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void childrenEndWithAParentThatIsKilledWhileTheyStart() throws Exception {
    Process replay = startLongReplay();
    Await.until("a child runs", () -> replay.children().findAny().isPresent());
    List<ProcessHandle> children = replay.children().toList();

    replay.destroyForcibly();

    assertThat(Launched.end(replay)).isEqualTo(128 + 9);
    Await.until("the children end", () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** The pipe of a parent that was killed ends where the parent was with its writing. */
  @Test
  void aWorkerWithoutAParentEndsAndTouchesNothing() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path jar = Launched.launcher().resolveSibling("target/cairn.jar");
    List<String> command =
        List.of(
            java.toString(),
            "-cp",
            jar.toString(),
            "dev.cairn.tools.replay.ReplayWorker",
            store.toString(),
            "1000000000",
            "1");

    Launched.Result result =
        Launched.run(
            Launched.builder(directory, command), "0 " + VISIT.formatted(1, 1) + "\n0 {\"op\"");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(store).doesNotExist();
  }

  /** Starts a replay that takes many seconds. */
  private Process startLongReplay() throws IOException {
    Files.writeString(
        directory.resolve("trace.jsonl"),
        IntStream.range(0, 40_000)
            .mapToObj(i -> VISIT.formatted(i % 4, i % 50))
            .collect(Collectors.joining("\n")));
    List<String> command = new ArrayList<>(List.of(Launched.launcher().toString(), "replay"));
    command.addAll(List.of("trace.jsonl", "--jvms", "2", "--agents", "2", "--json"));
    command.addAll(List.of("--store", store.toString()));
    return Launched.builder(directory, command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  /** Waits until the children of {@code replay} write. */
  private List<ProcessHandle> childrenAtWork(Process replay) {
    Await.until(
        "the children run",
        () -> Files.exists(store.resolve("data.mdb")) && replay.children().count() == 2);
    try (Cairn cairn = Cairn.open(store)) {
      Await.until("the children write", () -> cairn.memory().sites().count() > 0);
    }
    return replay.children().toList();
  }

  private Launched.Result replay(String... arguments) {
    List<String> all = new ArrayList<>(List.of("replay", "--store", store.toString()));
    all.addAll(List.of(arguments));
    return Launched.run(directory, all.toArray(String[]::new));
  }

  private static JsonNode report(Launched.Result result) {
    assertThat(result.out()).hasLineCount(1);
    try {
      return new ObjectMapper().readTree(result.out());
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + result.out(), e);
    }
  }
}
