package dev.cairn.docs;

import dev.cairn.Memory;
import dev.cairn.jobs.Claim;
import dev.cairn.jobs.Job;
import dev.cairn.jobs.JobCounts;
import dev.cairn.jobs.JobId;
import dev.cairn.jobs.JobKind;
import dev.cairn.jobs.JobOptions;
import dev.cairn.jobs.JobStatus;
import dev.cairn.jobs.Worker;
import dev.cairn.progress.Operation;
import dev.cairn.testing.Await;
import dev.cairn.values.Following;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The code that docs/jobs.md shows. */
final class DocumentedJobs {
  // [kind]
  record Crawl(String url, int depth) {}

  static final JobKind<Crawl> CRAWL = JobKind.named("crawl", Crawl.class);

  // [end]

  private DocumentedJobs() {}

  static JobId work(Memory memory) {
    // [work]
    JobId id = memory.jobs().submit(CRAWL, new Crawl("https://example.com", 2));

    try (Worker worker = memory.jobs().worker(CRAWL, claim -> crawl(memory, claim), 4)) {
      awaitTheEnd(memory); // of this program
      worker.stop(Duration.ofMinutes(1)); // close() gives the jobs that run half a minute
    }
    // [end]
    return id;
  }

  static void together(Memory memory, Duration took) {
    // [together]
    memory.write(
        m -> {
          m.sites().recordVisit("https://example.com", took);
          m.jobs().submit(CRAWL, new Crawl("https://example.com/about", 1));
        });
    // [end]
  }

  // [complete]
  static void crawl(Memory memory, Claim<Crawl> claim) {
    Duration took = fetch(claim.payload().url());
    memory.write(
        m -> {
          m.sites().recordVisit(claim.payload().url(), took);
          m.jobs().complete(claim, "one page"); // refused if the claim does not hold any more
        });
  }

  // [end]

  private static Duration fetch(String url) {
    return Duration.ofMillis(url.length());
  }

  private static void awaitTheEnd(Memory memory) {
    Await.until("it is done", () -> memory.jobs().counts(CRAWL).done() == 1);
  }

  static JobOptions options(Instant tonight) {
    // [options]
    JobOptions options =
        JobOptions.defaults()
            .withPriority(10)
            .withKey("crawl:example.com") // one unfinished job at a time
            .withNotBefore(tonight)
            .withDeadline(tonight.plus(Duration.ofHours(6))) // not begun later
            .withAttempts(3)
            .withPauses(Duration.ofSeconds(10), Duration.ofMinutes(10))
            .withKeptFor(Duration.ofDays(30)); // the finished job, with its result
    // [end]
    return options;
  }

  static JobCounts look(Memory memory) {
    // [look]
    JobCounts counts = memory.jobs().counts(CRAWL);
    List<Job> dead = memory.jobs().list("crawl", JobStatus.DEAD, 20);
    for (Job job : dead) {
      System.out.println(job.id() + ": " + job.failure().orElse(""));
      memory.jobs().retry(job.id());
    }
    // [end]
    return counts;
  }

  static void progress(Memory memory, List<String> files) {
    // [progress]
    try (Operation sync = memory.progress().begin("sync books", files.size())) {
      for (String file : files) {
        sync.message(file);
        sync.step(); // some nanoseconds: what comes together in a tenth of a second is one write
      }
    }
    // [end]
  }

  static Following follow(Memory memory) {
    // [follow]
    Following following =
        memory.progress().follow(list -> list.forEach(one -> System.out.println(one.name())));
    // [end]
    return following;
  }
}
