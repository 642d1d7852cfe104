package dev.cairn.jobs;

import static dev.cairn.jobs.JobAgent.EFFECTS;
import static dev.cairn.jobs.JobAgent.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.internal.machine.MachineRun;
import dev.cairn.jobs.JobAgent.Effect;
import dev.cairn.jobs.JobAgent.Task;
import dev.cairn.survival.Effort;
import dev.cairn.table.Scan;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests jobs that several processes share, and processes that are killed. */
@Tag("slow")
class JobProcessesTest {
  private static final JobOptions OPTIONS = JobOptions.defaults().withAttempts(100);
  private static final int AGENTS = 4;
  private static final int AT_ONCE = 8;

  @TempDir Path directory;
  private final List<OtherJvm> agents = new ArrayList<>();

  @AfterEach
  void end() {
    agents.forEach(OtherJvm::close);
  }

  private Path store() {
    return directory.resolve("store");
  }

  private OtherJvm agent() {
    OtherJvm agent = OtherJvm.small(JobAgent.class, store(), directory.resolve("locks"), AT_ONCE);
    agents.add(agent);
    return agent;
  }

  private static void submit(Memory memory, int count, long mostMillis) {
    Random random = new Random(Effort.seed());
    memory.write(
        m -> {
          for (int i = 0; i < count; i++) {
            m.jobs().submit(TASK, new Task(random.nextLong(mostMillis + 1)), OPTIONS);
          }
        });
  }

  private static void expectEachDoneOnce(Memory memory, int count) {
    assertThat(memory.jobs().counts(TASK)).isEqualTo(new JobCounts(0, 0, 0, count, 0, 0));
    assertThat(memory.scan(EFFECTS, Scan.all())).hasSize(count);
    assertThat(memory.scan(EFFECTS, Scan.all())).allMatch(row -> row.value().equals(new Effect(1)));
  }

  @Test
  void eachJobIsDoneOnceThoughWorkersAreKilled() {
    int count = Effort.of(2_000, 10_000);
    int kills = Effort.of(4, 25);
    List<String> said = new ArrayList<>();
    try (Cairn cairn = Cairn.open(store())) {
      Memory memory = cairn.memory();
      submit(memory, count, 80);
      for (int i = 0; i < AGENTS; i++) {
        agent();
      }
      for (int i = 1; i <= kills; i++) {
        long done = (long) count * i / (kills + 1);
        Await.until(done + " jobs are done", () -> memory.jobs().counts(TASK).done() >= done);
        said.addAll(agents.remove(i % AGENTS).kill());
        agent();
      }
      Await.until("all jobs are done", () -> memory.jobs().counts(TASK).done() == count);
      expectEachDoneOnce(memory, count);
      long again =
          memory.jobs().list("task", JobStatus.DONE, count).stream()
              .filter(job -> job.attempts() > 1)
              .count();
      assertThat(again).as("jobs that a kill interrupted").isPositive();
      Effort.note("%d jobs, %d kills: %d jobs were begun again".formatted(count, kills, again));
    }
    agents.forEach(agent -> said.addAll(agent.kill()));
    assertThat(said).noneMatch(line -> line.startsWith("overlap"));
  }

  @Test
  void jobsSurviveTheEndOfAllProcessesAndOfTheRunOfTheMachine() {
    try (Cairn cairn = Cairn.open(store())) {
      submit(cairn.memory(), 4, 0);
      submit(cairn.memory(), 2 * AT_ONCE, Await.PATIENCE.toMillis() * 10);
    }
    for (int i = 0; i < 2; i++) {
      OtherJvm agent =
          OtherJvm.of(JobAgent.class, store(), directory.resolve("locks"), AT_ONCE)
              .small()
              .flags(List.of("-D" + MachineRun.NAME + "=earlier"))
              .start();
      agents.add(agent);
    }
    try (Cairn cairn = Cairn.open(store())) {
      Await.until(
          "all jobs are claimed",
          () -> cairn.memory().jobs().counts(TASK).claimed() >= 2 * AT_ONCE - 4);
    }
    agents.forEach(OtherJvm::kill);
    try (Cairn cairn = Cairn.open(store())) {
      Jobs jobs = cairn.memory().jobs();
      JobCounts counts = jobs.counts(TASK);
      assertThat(counts.unfinished() + counts.done()).isEqualTo(4 + 2 * AT_ONCE);
      List<Claim<Task>> claims = jobs.claim(TASK, 4 + 2 * AT_ONCE);
      assertThat(claims).hasSize((int) counts.unfinished());
      assertThat(claims).anyMatch(claim -> claim.job().attempts() == 2);
      claims.forEach(jobs::complete);
      assertThat(jobs.counts(TASK).done()).isEqualTo(4 + 2 * AT_ONCE);
    }
  }

  @Test
  void aJobReturnsSoonAfterItsProcessWasKilled() {
    try (Cairn cairn = Cairn.open(store())) {
      Memory memory = cairn.memory();
      submit(memory, 1, 0);
      memory.jobs().cancel(new JobId("task", 1));
      memory.jobs().submit(TASK, new Task(Await.PATIENCE.toMillis() * 10), OPTIONS);
      OtherJvm killed = agent();
      Await.until("it is claimed", () -> memory.jobs().counts(TASK).claimed() == 1);
      long[] claimedAgain = new long[1];
      Worker worker = memory.jobs().worker(TASK, claim -> claimedAgain[0] = System.nanoTime(), 1);
      try {
        killed.kill();
        long dead = System.nanoTime();
        Await.until("it is done", () -> memory.jobs().counts(TASK).done() == 1);
        assertThat(Duration.ofNanos(claimedAgain[0] - dead)).isLessThan(Duration.ofSeconds(2));
        Effort.note(
            "a job was claimed again %d ms after its process had been killed"
                .formatted(Duration.ofNanos(claimedAgain[0] - dead).toMillis()));
      } finally {
        worker.close();
      }
    }
  }
}
