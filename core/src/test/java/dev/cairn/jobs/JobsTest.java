package dev.cairn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.StaleClaimException;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.NewStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the states of jobs, one call at a time. */
class JobsTest extends NewStore {
  record Crawl(String url) {}

  record Page(String text) {}

  private static final JobKind<Crawl> CRAWL = JobKind.named("crawl", Crawl.class);
  private static final JobOptions OPTIONS = JobOptions.defaults();
  private static final Table<String, Page> PAGES =
      Table.named("pages").keyedBy(Keys.string()).holding(Page.class);

  private Memory memory;
  private Jobs jobs;

  @BeforeEach
  void open() {
    memory = cairn.memory();
    jobs = memory.jobs();
  }

  private JobId submit(String url, JobOptions options) {
    return jobs.submit(CRAWL, new Crawl(url), options);
  }

  private Claim<Crawl> claim() {
    return jobs.claim(CRAWL).orElseThrow();
  }

  private List<String> claimAll() {
    return Stream.generate(() -> jobs.claim(CRAWL))
        .takeWhile(Optional::isPresent)
        .map(claim -> claim.get().payload().url())
        .toList();
  }

  private JobStatus status(JobId id) {
    return jobs.get(id).orElseThrow().status();
  }

  @Test
  void aJobIsSubmittedClaimedAndCompleted() {
    JobId id = jobs.submit(CRAWL, new Crawl("a"));
    assertThat(status(id)).isEqualTo(JobStatus.READY);
    Claim<Crawl> claim = claim();
    assertThat(claim.id()).isEqualTo(id);
    assertThat(claim.payload()).isEqualTo(new Crawl("a"));
    assertThat(claim.job().attempts()).isEqualTo(1);
    assertThat(status(id)).isEqualTo(JobStatus.CLAIMED);
    assertThat(jobs.claim(CRAWL)).isEmpty();

    assertThat(jobs.complete(claim, "12 pages")).isTrue();

    assertThat(jobs.get(id).orElseThrow().result()).contains("12 pages");
    assertThat(jobs.counts(CRAWL)).isEqualTo(new JobCounts(0, 0, 0, 1, 0, 0));
    assertThat(jobs.payload(CRAWL, id)).contains(new Crawl("a"));
  }

  @Test
  void theGreatestPriorityIsNextAndThenTheOldest() {
    submit("a", OPTIONS);
    submit("b", OPTIONS.withPriority(Integer.MAX_VALUE));
    submit("c", OPTIONS.withPriority(Integer.MIN_VALUE));
    submit("d", OPTIONS.withPriority(7));
    submit("e", OPTIONS);
    assertThat(claimAll()).containsExactly("b", "d", "a", "e", "c");
  }

  @Test
  void severalJobsAreClaimedAtOnceInTheirOrder() {
    submit("a", OPTIONS);
    submit("b", OPTIONS);
    submit("c", OPTIONS.withPriority(1));
    assertThat(jobs.claim(CRAWL, 2).stream().map(claim -> claim.payload().url()))
        .containsExactly("c", "a");
  }

  @Test
  void aJobDoesNotRunBeforeItsTime() {
    JobId id = submit("a", OPTIONS.withNotBefore(clock.instant().plusNanos(1_500_000)));
    assertThat(status(id)).isEqualTo(JobStatus.DELAYED);
    assertThat(jobs.claim(CRAWL)).isEmpty();
    clock.advance(Duration.ofNanos(1_499_999));
    assertThat(jobs.claim(CRAWL)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claimAll()).containsExactly("a");
  }

  @Test
  void aJobWhosePriorityIsGreaterOvertakesWhenItsTimeHasCome() {
    submit("late", OPTIONS.withPriority(5).withNotBefore(clock.instant().plusSeconds(1)));
    submit("a", OPTIONS);
    submit("b", OPTIONS);
    assertThat(claim().payload().url()).isEqualTo("a");
    clock.advance(Duration.ofSeconds(1));
    assertThat(claimAll()).containsExactly("late", "b");
  }

  @Test
  void aJobWhoseDeadlinePassedGoesToTheDeadLetters() {
    JobId late = submit("late", OPTIONS.withDeadline(clock.instant().plusSeconds(1)));
    JobId other = submit("b", OPTIONS);
    clock.advance(Duration.ofMillis(1001));
    assertThat(claim().id()).isEqualTo(other);
    assertThat(status(late)).isEqualTo(JobStatus.DEAD);
    assertThat(jobs.get(late).orElseThrow().failure().orElseThrow()).contains("deadline");
  }

  @Test
  void aKeyBelongsToOneUnfinishedJob() {
    JobId first = submit("a", OPTIONS.withKey("site"));
    assertThat(submit("b", OPTIONS.withKey("site"))).isEqualTo(first);
    assertThat(submit("c", OPTIONS.withKey("other"))).isNotEqualTo(first);
    Claim<Crawl> claim = claim();
    assertThat(claim.payload()).isEqualTo(new Crawl("a"));
    assertThat(submit("d", OPTIONS.withKey("site"))).isEqualTo(first);
    jobs.complete(claim);
    JobId second = submit("e", OPTIONS.withKey("site"));
    assertThat(second).isNotEqualTo(first);
    assertThat(jobs.cancel(second)).isTrue();
    JobId third = submit("f", OPTIONS.withKey("site"));
    assertThat(third).isNotEqualTo(second);
    assertThat(jobs.retry(second)).isFalse();
    assertThat(jobs.cancel(third)).isTrue();
    assertThat(jobs.retry(second)).isTrue();
    assertThat(submit("g", OPTIONS.withKey("site"))).isEqualTo(second);
  }

  @Test
  void aFailedJobIsTriedAgainAfterAPauseThatDoublesAndThenIsDead() {
    JobId id =
        submit(
            "a", OPTIONS.withAttempts(4).withPauses(Duration.ofSeconds(2), Duration.ofSeconds(5)));
    for (int seconds : new int[] {2, 4, 5}) {
      assertThat(jobs.fail(claim(), "no answer")).isEqualTo(JobStatus.DELAYED);
      assertThat(jobs.get(id).orElseThrow().since())
          .isEqualTo(clock.instant().plusSeconds(seconds));
      clock.advance(Duration.ofMillis(1000L * seconds - 1));
      assertThat(jobs.claim(CRAWL)).isEmpty();
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(jobs.fail(claim(), "no answer at all")).isEqualTo(JobStatus.DEAD);
    assertThat(jobs.get(id).orElseThrow().failure()).contains("no answer at all");
    assertThat(jobs.claim(CRAWL)).isEmpty();

    assertThat(jobs.retry(id)).isTrue();
    assertThat(claim().job().attempts()).isEqualTo(1);
  }

  @Test
  void aJobThatIsGivenBackHasLostNoAttempt() {
    submit("a", OPTIONS.withAttempts(1));
    for (int i = 0; i < 3; i++) {
      Claim<Crawl> claim = claim();
      assertThat(claim.job().attempts()).isEqualTo(1);
      jobs.release(claim);
    }
  }

  @Test
  void aLeaseEndsAClaimUnlessItIsRenewed() {
    JobId id = submit("a", OPTIONS);
    Claim<Crawl> first = jobs.claim(CRAWL, Duration.ofSeconds(10)).orElseThrow();
    clock.advance(Duration.ofSeconds(8));
    jobs.renew(first, Duration.ofSeconds(10));
    clock.advance(Duration.ofSeconds(8));
    assertThat(jobs.claim(CRAWL)).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    Claim<Crawl> second = claim();
    assertThat(second.id()).isEqualTo(id);
    assertThat(second.token()).isGreaterThan(first.token());
    assertThatThrownBy(() -> jobs.complete(first))
        .isInstanceOf(StaleClaimException.class)
        .hasMessageContaining("crawl/1")
        .hasMessageContaining("claim " + first.token())
        .hasMessageContaining("CLAIMED");
    assertThatThrownBy(() -> jobs.renew(first, Duration.ofSeconds(1)))
        .isInstanceOf(StaleClaimException.class);
    assertThatThrownBy(() -> jobs.fail(first, "x")).isInstanceOf(StaleClaimException.class);
    assertThatThrownBy(() -> jobs.release(first)).isInstanceOf(StaleClaimException.class);
    assertThat(jobs.complete(second)).isTrue();
  }

  @Test
  void whatIsWrittenWithACompletionIsAppliedOnce() {
    submit("a", OPTIONS);
    Claim<Crawl> claim = claim();
    assertThat(page(claim, "one")).isTrue();
    assertThat(page(claim, "two")).isFalse(); // said again, since its outcome was not known
    assertThat(memory.get(PAGES, "a")).contains(new Page("one"));
  }

  private boolean page(Claim<Crawl> claim, String text) {
    return memory.writeAndGet(
        m -> m.jobs().complete(claim) && m.put(PAGES, claim.payload().url(), new Page(text)));
  }

  @Test
  void nothingIsWrittenUnderAClaimThatDoesNotHold() {
    JobId id = submit("a", OPTIONS);
    Claim<Crawl> claim = claim();
    assertThat(jobs.cancel(id)).isTrue();
    assertThatThrownBy(
            () ->
                memory.write(
                    m -> {
                      m.put(PAGES, "a", new Page("one"));
                      m.jobs().complete(claim);
                    }))
        .isInstanceOf(StaleClaimException.class)
        .hasMessageContaining("CANCELLED");
    assertThat(memory.get(PAGES, "a")).isEmpty();
    assertThat(jobs.cancel(id)).isFalse();
  }

  @Test
  void dataAndJobComeToBeTogetherOrNotAtAll() {
    assertThatThrownBy(
            () ->
                memory.write(
                    m -> {
                      m.put(PAGES, "a", new Page("one"));
                      m.jobs().submit(CRAWL, new Crawl("a"));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(jobs.claim(CRAWL)).isEmpty();
    assertThat(jobs.counts(CRAWL)).isEqualTo(JobCounts.NONE);
    memory.write(
        m -> {
          m.put(PAGES, "a", new Page("one"));
          m.jobs().submit(CRAWL, new Crawl("a"));
          m.jobs().submit(CRAWL, new Crawl("b"));
        });
    assertThat(claimAll()).containsExactly("a", "b");
  }

  @Test
  void aJobThatIsNotThereIsNotCompleted() {
    Jobs others = cairn.memory("other").jobs();
    Job other = others.get(others.submit(CRAWL, new Crawl("a"))).orElseThrow();
    Claim<Crawl> claim = new Claim<>(memory.namespace(), other, 1, new Crawl("a"));
    assertThatThrownBy(() -> jobs.complete(claim))
        .isInstanceOf(StaleClaimException.class)
        .hasMessageContaining("there is no such job");
    assertThat(jobs.get(claim.id())).isEmpty();
    assertThat(jobs.cancel(claim.id())).isFalse();
    assertThat(jobs.retry(claim.id())).isFalse();
  }

  @Test
  void jobsAreListedByStateInPages() {
    for (int i = 0; i < 10; i++) {
      submit("page " + i, OPTIONS.withPriority(i / 4));
    }
    List<Job> first = jobs.list("crawl", JobStatus.READY, 4);
    assertThat(first).extracting(job -> job.id().number()).containsExactly(9L, 10L, 5L, 6L);
    List<Job> second = jobs.listAfter(first.get(3), 4);
    assertThat(second).extracting(job -> job.id().number()).containsExactly(7L, 8L, 1L, 2L);
    assertThat(jobs.listAfter(second.get(3), 9)).hasSize(2);
    assertThat(jobs.list("crawl", JobStatus.DEAD, 4)).isEmpty();
    assertThat(jobs.counts()).containsOnlyKeys("crawl");
    assertThat(jobs.counts().get("crawl").ready()).isEqualTo(10);
  }

  @Test
  void finishedJobsAreKeptForTheirTime() {
    JobId brief = submit("a", OPTIONS.withKeptFor(Duration.ofMinutes(1)));
    JobId longer = submit("b", OPTIONS.withKeptFor(Duration.ofHours(1)));
    JobId ready = submit("c", OPTIONS.withKeptFor(Duration.ZERO));
    jobs.complete(claim());
    jobs.cancel(longer);
    clock.advance(Duration.ofMinutes(1));
    assertThat(jobs.prune(CRAWL)).isEqualTo(1);
    assertThat(jobs.get(brief)).isEmpty();
    assertThat(jobs.payload(CRAWL, brief)).isEmpty();
    assertThat(jobs.counts(CRAWL)).isEqualTo(new JobCounts(0, 1, 0, 0, 0, 1));
    clock.advance(Duration.ofHours(1));
    assertThat(jobs.prune(CRAWL)).isEqualTo(1);
    assertThat(status(ready)).isEqualTo(JobStatus.READY);
  }

  @Test
  void namespacesAndKindsHaveQueuesOfTheirOwn() {
    JobKind<Page> other = JobKind.named("other", Page.class);
    submit("a", OPTIONS);
    assertThat(cairn.memory("alice").jobs().claim(CRAWL)).isEmpty();
    assertThat(jobs.claim(other)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> jobs.payload(other, new JobId("crawl", 1)))
        .withMessageContaining("crawl/1");
  }

  @Test
  void aClaimIsRefusedInAnotherNamespace() {
    Memory alice = cairn.memory("alice");
    submit("a", OPTIONS);
    alice.jobs().submit(CRAWL, new Crawl("of alice"));
    Claim<Crawl> claim = claim();
    Claim<Crawl> ofAlice = alice.jobs().claim(CRAWL).orElseThrow();
    assertThat(ofAlice.id()).isEqualTo(claim.id());
    assertThat(ofAlice.token()).isEqualTo(claim.token());
    for (Consumer<Claim<Crawl>> call :
        List.<Consumer<Claim<Crawl>>>of(
            jobs::complete,
            one -> jobs.complete(one, "result"),
            one -> jobs.fail(one, "why"),
            one -> jobs.bury(one, "why"),
            jobs::release,
            one -> jobs.renew(one, Duration.ofSeconds(1)),
            one -> memory.write(m -> m.jobs().complete(one)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> call.accept(ofAlice))
          .withMessageContaining("crawl/1")
          .withMessageContaining("namespace 'alice'");
    }
    assertThat(status(claim.id())).isEqualTo(JobStatus.CLAIMED);
    assertThat(alice.jobs().complete(ofAlice)).isTrue();
  }

  @Test
  void twoClassesForOneKindInAProcessAreRefusedAndNoJobIsLost() {
    submit("a", OPTIONS);
    JobKind<Page> wrong = JobKind.named("crawl", Page.class);
    assertThatIllegalArgumentException().isThrownBy(() -> jobs.claim(wrong));
    assertThat(claimAll()).containsExactly("a");
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> JobKind.named("Crawl", Crawl.class));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobKind.named("a".repeat(31), Crawl.class));
    assertThatIllegalArgumentException().isThrownBy(() -> jobs.submit(CRAWL, null));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withKey(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withAttempts(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withPauses(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessageContaining("PT2S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withKeptFor(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                OPTIONS
                    .withDeadline(clock.instant())
                    .withNotBefore(clock.instant().plusSeconds(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> jobs.claim(CRAWL, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> jobs.claim(CRAWL, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> jobs.claim(CRAWL, Duration.ofSeconds(Long.MAX_VALUE)))
        .withMessageContaining("lease")
        .withMessageContaining("at most PT876000H");
    submit("a", OPTIONS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> jobs.renew(claim(), Duration.ofDays(36_501)))
        .withMessageContaining("at most PT876000H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobId.parse("crawl 17"))
        .withMessageContaining("'crawl 17'");
    assertThat(JobId.parse("crawl/17")).isEqualTo(new JobId("crawl", 17)).hasToString("crawl/17");
  }

  @Test
  void aClaimEndsWhenItsStoreIsClosed() {
    submit("a", OPTIONS);
    claim();
    cairn.close();
    try (Cairn again = Cairn.open(cairn.path())) {
      assertThat(again.memory().jobs().claim(CRAWL).orElseThrow().job().attempts()).isEqualTo(2);
    }
  }
}
