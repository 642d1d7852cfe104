package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.jobs.JobId;
import dev.cairn.jobs.JobKind;
import dev.cairn.jobs.JobStatus;
import dev.cairn.locks.Hold;
import dev.cairn.progress.Operation;
import dev.cairn.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn locks}, {@code jobs} and {@code progress} show what a process does that
 * has the store open.
 */
class CoordinationIT {
  record Crawl(String url, int depth) {}

  private static final JobKind<Crawl> CRAWL = JobKind.named("crawl", Crawl.class);
  private static final String PROCESS = Long.toString(ProcessHandle.current().pid());

  @TempDir private Path directory;
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("cairn-store"));
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private String out(String... arguments) {
    return Launched.run(directory, arguments).succeeded().out();
  }

  private static boolean isOfLogin(String line) {
    return line.contains("\"login\"");
  }

  private JsonNode json(String... arguments) throws JsonProcessingException {
    return new ObjectMapper().readTree(out(arguments));
  }

  @Test
  void locksShowHoldersAndWaitersOfALivingProcess() throws Exception {
    assertThat(out("locks")).isEqualTo("none\n");
    Hold held = memory.locks().on("login").withLease(Duration.ofSeconds(20)).write();
    try (Hold other = cairn.memory("alice").locks().on("other").read()) {
      CompletableFuture<Hold> waiting = memory.locks().on("login").readAsync();
      Await.until("one waits", () -> memory.locks().list().get(0).waiters().size() == 1);
      List<String> lines = out("locks").lines().toList();
      assertThat(lines).hasSize(3);
      assertThat(lines.get(1))
          .startsWith("login")
          .contains(" write ", " holds ", PROCESS, Long.toString(held.token().number()), "20.0 s");
      assertThat(lines.get(2)).startsWith("login").contains(" read ", " waits ", PROCESS);

      JsonNode login = json("locks", "--json");
      assertThat(login.get("resource").asText()).isEqualTo("login");
      JsonNode holder = login.get("holders").get(0);
      assertThat(holder.get("token").asLong()).isEqualTo(held.token().number());
      assertThat(holder.get("lease").asDouble()).isEqualTo(20);
      assertThat(holder.get("kind").asText()).isEqualTo("write");
      assertThat(holder.get("process").asText()).isEqualTo(PROCESS);
      assertThat(holder.get("thread").asText()).isEqualTo(Thread.currentThread().getName());
      assertThat(login.get("waiters")).hasSize(1);

      assertThat(out("locks", "--namespace", "alice")).contains("other").doesNotContain("login");
      assertThat(other.isHeld()).isTrue();
      held.close();
      waiting.get(20, TimeUnit.SECONDS).close();
    }
    // Counts of a living process are told within a second or so.
    Await.until(
        "both are counted",
        () ->
            out("locks", "--statistics", "--json").lines().filter(CoordinationIT::isOfLogin).count()
                == 2);
    JsonNode use =
        new ObjectMapper()
            .readTree(
                out("locks", "--statistics", "--json")
                    .lines()
                    .filter(CoordinationIT::isOfLogin)
                    .toList()
                    .get(1));
    assertThat(use.get("kind").asText()).isEqualTo("write");
    assertThat(out("locks", "--statistics")).contains("login").doesNotContain("other");
    Launched.run(directory, "locks", "--watch", "--statistics").failed(2, "--watch is for");
    Launched.run(directory, "locks", "--store", "nowhere").failed(2, "no store at");
  }

  @Test
  void locksAreWatchedUntilCtrlC() throws Exception {
    Process watch = start("locks", "--watch", "--json");
    Await.until("the first state", () -> printed().equals("{\"locks\":[]}\n"));
    try (Hold held = memory.locks().on("login").read()) {
      Await.until("the next", () -> printed().contains("\"token\":" + held.token().number()));
    }
    Await.until("the last", () -> printed().endsWith("}\n{\"locks\":[]}\n"));
    Launched.signal(watch, "INT");
    assertThat(Launched.end(watch)).isZero();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Launched.launcher().toString()));
    command.addAll(List.of(arguments));
    return Launched.builder(directory, command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private String printed() {
    try {
      return Files.readString(directory.resolve("out"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void jobsAreCountedListedShownTriedAgainAndCancelled() throws Exception {
    assertThat(out("jobs")).isEqualTo("none\n");
    JobId dead = memory.jobs().submit(CRAWL, new Crawl("https://a.example", 2));
    memory.jobs().bury(memory.jobs().claim(CRAWL).orElseThrow(), "no answer");
    JobId ready = memory.jobs().submit(CRAWL, new Crawl("https://b.example", 1));

    assertThat(json("jobs", "--json").get("dead").asInt()).isEqualTo(1);
    assertThat(out("jobs").lines().skip(1)).singleElement().asString().startsWith("crawl");
    assertThat(out("jobs", "list", "crawl").lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("crawl/2").contains("ready"),
            line -> assertThat(line).startsWith("crawl/1").contains("dead", "no answer"));
    assertThat(out("jobs", "list", "crawl", "--status", "dead").lines().skip(1)).hasSize(1);
    assertThat(out("jobs", "list", "crawl", "--status", "done")).isEqualTo("none\n");
    JsonNode shown = json("jobs", "show", "crawl/1", "--json");
    assertThat(shown.get("payload").get("url").asText()).isEqualTo("https://a.example");
    assertThat(shown.get("failure").asText()).isEqualTo("no answer");
    assertThat(out("jobs", "show", "crawl/1")).contains("payload", "https://a.example");

    assertThat(out("jobs", "retry", "crawl/1")).isEqualTo("crawl/1 is ready again\n");
    assertThat(memory.jobs().get(dead).orElseThrow().status()).isEqualTo(JobStatus.READY);
    Launched.run(directory, "jobs", "retry", "crawl/2").failed(1, "neither dead nor cancelled");
    assertThat(out("jobs", "cancel", "crawl/2")).isEqualTo("crawl/2 is cancelled\n");
    assertThat(memory.jobs().get(ready).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);

    Launched.run(directory, "jobs", "show", "crawl/3").failed(1, "no job crawl/3");
    Launched.run(directory, "jobs", "show", "crawl").failed(2, "is no id of a job");
    Launched.run(directory, "jobs", "list", "Crawl").failed(2, "kind 'Crawl'");
    Launched.run(directory, "jobs", "list", "crawl", "--limit", "0").failed(2, "limit");
    assertThat(out("jobs", "--namespace", "alice")).isEqualTo("none\n");
  }

  @Test
  void progressIsShownAsBarsAndWatchedUntilCtrlC() throws Exception {
    assertThat(out("progress")).isEqualTo("none\n");
    try (Operation sync = memory.progress().begin("sync books", 300)) {
      sync.steps(75);
      sync.message("file 75");
      Await.until("it is written", () -> memory.progress().list().get(0).done() == 75);
      assertThat(out("progress").lines().skip(1))
          .singleElement()
          .asString()
          .startsWith("sync books")
          .contains("█████░░░░░░░░░░░░░░░", "25 %", "75 of 300", "running", PROCESS, "file 75");
      assertThat(json("progress", "--json").get("message").asText()).isEqualTo("file 75");
      Process watch = start("progress", "--watch");
      Await.until("a bar", () -> printed().contains("75 of 300"));
      sync.steps(225);
      Await.until("a full bar", () -> printed().contains("100 %"));
      sync.fail("disk full");
      Await.until("the end", () -> printed().contains("disk full"));
      Launched.signal(watch, "INT");
      assertThat(Launched.end(watch)).isZero();
    }
  }
}
