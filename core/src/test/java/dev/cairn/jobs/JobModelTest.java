package dev.cairn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.StaleClaimException;
import dev.cairn.jobs.JobModel.Entry;
import dev.cairn.survival.Effort;
import dev.cairn.testing.NewStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Compares a queue with a simple model in memory, over random operations. */
class JobModelTest extends NewStore {
  record Task(long number) {}

  private static final JobKind<Task> TASK = JobKind.named("task", Task.class);

  private final JobModel model = new JobModel();
  private final List<Claim<Task>> claims = new ArrayList<>();
  private final Random random = new Random(Effort.seed());
  private Jobs jobs;

  @Test
  void anySequenceOfOperationsLeavesWhatTheModelHas() {
    jobs = cairn.memory().jobs();
    int steps = Effort.of(2_000, 400_000);
    for (int i = 0; i < steps; i++) {
      String step = step();
      assertThat(model.counts())
          .as("step %d, %s, seed %d", i, step, Effort.seed())
          .allSatisfy((status, count) -> assertThat(counted(status)).isEqualTo(count));
      if (i % 50 == 0) {
        model.all().forEach(this::compare);
      }
    }
  }

  private long counted(JobStatus status) {
    long counted = jobs.counts(TASK).of(status);
    assertThat(jobs.list("task", status, Integer.MAX_VALUE)).hasSize((int) counted);
    return counted;
  }

  private void compare(Entry entry) {
    Job job = jobs.get(new JobId("task", entry.number)).orElseThrow();
    assertThat(job.status()).as("%s", entry).isEqualTo(entry.status);
    assertThat(job.since()).as("%s", entry).isEqualTo(entry.since);
    assertThat(job.attempts()).as("%s", entry).isEqualTo(entry.attempts);
    assertThat(job.options()).isEqualTo(entry.options);
  }

  private String step() {
    Instant now = clock.instant();
    int choice = random.nextInt(100);
    if (choice < 25) {
      JobOptions options = options(now);
      JobId id = jobs.submit(TASK, new Task(choice), options);
      assertThat(id.number()).isEqualTo(model.submit(options, now));
      return "submit " + options;
    }
    if (choice < 45) {
      return claim(now);
    }
    if (choice < 55) {
      clock.advance(Duration.ofMillis(random.nextInt(3_000)));
      return "time";
    }
    if (choice < 60) {
      assertThat(jobs.prune(TASK)).isEqualTo(model.prune(now));
      return "prune";
    }
    if (choice < 70) {
      return onAJob(choice, now);
    }
    return claims.isEmpty() ? "nothing" : end(claims.get(random.nextInt(claims.size())), now);
  }

  private JobOptions options(Instant now) {
    JobOptions options =
        JobOptions.defaults()
            .withPriority(random.nextInt(3))
            .withAttempts(1 + random.nextInt(3))
            .withPauses(Duration.ofMillis(random.nextInt(1_000)), Duration.ofMillis(1_500))
            .withKeptFor(Duration.ofSeconds(random.nextInt(60)));
    if (random.nextInt(3) == 0) {
      options = options.withNotBefore(now.plusMillis(random.nextInt(2_000)));
    }
    if (random.nextInt(4) == 0) {
      options = options.withDeadline(now.plusMillis(2_000 + random.nextInt(10_000)));
    }
    return random.nextInt(3) == 0 ? options.withKey("key " + random.nextInt(5)) : options;
  }

  private String claim(Instant now) {
    Optional<Duration> lease =
        random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(4));
    Optional<Claim<Task>> claim =
        lease.isPresent() ? jobs.claim(TASK, lease.get()) : jobs.claim(TASK);
    Optional<Entry> expected = model.claim(lease, now);
    assertThat(claim.map(one -> one.id().number())).isEqualTo(expected.map(e -> e.number));
    assertThat(claim.map(Claim::token)).isEqualTo(expected.map(e -> e.token));
    claim.ifPresent(claims::add);
    if (claims.size() > 20) {
      claims.remove(0); // its claim lasts, unless it has a lease
    }
    return "claim";
  }

  private String onAJob(int choice, Instant now) {
    JobId id = new JobId("task", 1 + random.nextInt(Math.max(1, model.all().size() * 2)));
    Optional<Entry> entry = model.all().stream().filter(e -> e.number == id.number()).findFirst();
    if (choice % 2 == 0) {
      boolean open = entry.filter(e -> !e.status.finished()).isPresent();
      assertThat(jobs.cancel(id)).isEqualTo(open);
      if (open) {
        entry.get().to(JobStatus.CANCELLED, now);
      }
      return "cancel " + id;
    }
    assertThat(jobs.retry(id)).isEqualTo(entry.filter(e -> model.retry(e, now)).isPresent());
    return "retry " + id;
  }

  private String end(Claim<Task> claim, Instant now) {
    Optional<Entry> entry =
        model.all().stream().filter(e -> e.number == claim.id().number()).findFirst();
    Optional<Entry> held =
        entry.filter(e -> e.status == JobStatus.CLAIMED && e.token == claim.token());
    switch (random.nextInt(3)) {
      case 0 -> {
        boolean again =
            entry.filter(e -> e.status == JobStatus.DONE && e.token == claim.token()).isPresent();
        if (again) {
          assertThat(jobs.complete(claim)).isFalse();
        } else {
          expect(held, claim, jobs::complete, e -> e.to(JobStatus.DONE, now));
        }
      }
      case 1 -> expect(held, claim, one -> jobs.fail(one, "why"), e -> model.fail(e, now));
      default ->
          expect(
              held,
              claim,
              one -> {
                jobs.release(one);
                return true;
              },
              e -> {
                e.attempts--;
                e.to(JobStatus.READY, now);
              });
    }
    return "end of " + claim;
  }

  private static void expect(
      Optional<Entry> held,
      Claim<Task> claim,
      Function<Claim<Task>, ?> call,
      Consumer<Entry> change) {
    try {
      Object unused = call.apply(claim);
      assertThat(held).as("%s", claim).isPresent();
      held.ifPresent(change);
    } catch (StaleClaimException e) {
      assertThat(held).as("%s", claim).isEmpty();
    }
  }
}
