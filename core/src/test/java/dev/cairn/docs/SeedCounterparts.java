package dev.cairn.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.jobs.Claim;
import dev.cairn.jobs.JobKind;
import dev.cairn.jobs.JobOptions;
import dev.cairn.limits.Rate;
import dev.cairn.limits.RateLimit;
import dev.cairn.locks.Hold;
import dev.cairn.locks.LockKind;
import dev.cairn.locks.LockStatistics.Use;
import dev.cairn.locks.Locks;
import dev.cairn.progress.Operation;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * Uses every method that the table of docs/coordination.md names as a counterpart. DocumentsTest
 * looks for the code of the table here, so it is written on one line each.
 */
final class SeedCounterparts {
  record Sync(String repository) {}

  private static final JobKind<Sync> SYNC = JobKind.named("sync", Sync.class);

  private SeedCounterparts() {}

  static void locks(Memory memory) throws Exception {
    Locks locks = memory.locks();
    String resource = "my_database";
    try (Hold hold = locks.on(resource).read()) {
      assertThat(hold.isHeld()).isTrue();
    }
    try (Hold hold = locks.on(resource).write()) {
      assertThat(hold.isHeld()).isTrue();
    }
    locks.on(resource).readAsync().get().close();
    locks.on(resource).writeAsync().get().close();
    Duration timeout = Duration.ofSeconds(60);
    locks.on(resource).withTimeout(timeout).write().close();
    int answer = locks.guarding(resource).read(() -> 1);
    locks.guarding(resource).withTimeout(timeout).write(() -> System.out.println(answer));
    locks.on(resource).withPriority(1).write().close();
    assertThat(locks.on(resource).status().holders()).isEmpty();
    assertThat(locks.list()).isEmpty();
    for (Use use : locks.statistics().ofAllProcesses()) {
      assertThat(use.acquisitions()).isEqualTo(use.releases());
      assertThat(use.timeouts()).isZero();
      assertThat(use.waits().mean()).isLessThanOrEqualTo(use.waits().max());
      assertThat(use.holds().mean()).isPositive();
      assertThat(use.holders() + use.waiters()).isZero();
      assertThat(use.kind()).isIn(LockKind.READ, LockKind.WRITE);
    }
    assertThat(locks.statistics().ofThisProcess()).isNotEmpty();
    assertThat(locks.statistics().recent()).isNotEmpty();
    locks.statistics().reset(resource);
    locks.statistics().reset();
  }

  static void users(Cairn cairn, String user) throws Exception {
    Memory memory = cairn.memory();
    Locks locks = memory.locks();
    String operation = "memory_write";
    Duration timeout = Duration.ofSeconds(30);
    locks.on(operation).withTimeout(timeout).write().close();
    RateLimit limit = memory.limits().rate("memory:" + user, Rate.perMinute(100));
    assertThat(limit.tryConsume()).isTrue();
    assertThat(Rate.perHour(5)).isNotEqualTo(Rate.perDay(10));
    memory.limits().rate("sync", Rate.perHour(5)).consume(1, Deadline.in(timeout));
    locks.semaphore("batch", 2).acquire().close();
    cairn.memory(user).writeAsync(m -> m.users().recordConversation(user)).get();
    try (Operation sync = memory.progress().begin("sync", 3)) {
      sync.step();
      sync.message("two more");
    }
    long number = memory.progress().list().get(0).number();
    assertThat(memory.progress().get(number)).isPresent();
    memory.jobs().submit(SYNC, new Sync("books"), JobOptions.defaults().withPriority(3));
    Optional<Claim<Sync>> claim = memory.jobs().claim(SYNC);
    memory.jobs().complete(claim.orElseThrow(), "done");
  }
}
