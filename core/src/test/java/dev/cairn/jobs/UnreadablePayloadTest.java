package dev.cairn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests jobs whose payloads were written by a program that knew another class for them. */
class UnreadablePayloadTest {
  record Earlier(long depth) {}

  record Narrower(int depth) {}

  record Other(boolean depth) {}

  @TempDir Path directory;

  private void submit(long... depths) {
    try (Cairn cairn = Cairn.open(directory)) {
      JobKind<Earlier> kind = JobKind.named("crawl", Earlier.class);
      for (long depth : depths) {
        cairn.memory().jobs().submit(kind, new Earlier(depth));
      }
    }
  }

  @Test
  void aPayloadThatDoesNotFitGoesToTheDeadLettersAndTheQueueGoesOn() {
    submit(Long.MAX_VALUE, 2);
    try (Cairn cairn = Cairn.open(directory)) {
      Jobs jobs = cairn.memory().jobs();
      Claim<Narrower> claim = jobs.claim(JobKind.named("crawl", Narrower.class)).orElseThrow();
      assertThat(claim.payload()).isEqualTo(new Narrower(2));
      Job dead = jobs.list("crawl", JobStatus.DEAD, 9).get(0);
      assertThat(dead.id()).isEqualTo(new JobId("crawl", 1));
      assertThat(dead.failure().orElseThrow())
          .contains("cannot be read")
          .contains(Long.toString(Long.MAX_VALUE));
      jobs.complete(claim);
    }
    try (Cairn cairn = Cairn.open(directory)) { // the program that knows the class brings it back
      Jobs jobs = cairn.memory().jobs();
      assertThat(jobs.retry(new JobId("crawl", 1))).isTrue();
      Optional<Claim<Earlier>> claim = jobs.claim(JobKind.named("crawl", Earlier.class));
      assertThat(claim.orElseThrow().payload()).isEqualTo(new Earlier(Long.MAX_VALUE));
    }
  }

  @Test
  void aClassThatCannotReadAnyPayloadBuriesThemOneByOne() {
    submit(1, 2);
    try (Cairn cairn = Cairn.open(directory)) {
      Jobs jobs = cairn.memory().jobs();
      assertThat(jobs.claim(JobKind.named("crawl", Other.class))).isEmpty();
      assertThat(jobs.counts().get("crawl")).isEqualTo(new JobCounts(0, 0, 0, 0, 2, 0));
    }
  }
}
