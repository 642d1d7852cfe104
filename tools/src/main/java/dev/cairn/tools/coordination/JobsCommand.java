package dev.cairn.tools.coordination;

import dev.cairn.Cairn;
import dev.cairn.jobs.Job;
import dev.cairn.jobs.JobCounts;
import dev.cairn.jobs.JobId;
import dev.cairn.jobs.JobStatus;
import dev.cairn.jobs.Jobs;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.tools.display.JobListing;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn jobs}: prints the jobs of a store, and tries dead ones again or cancels them. */
@Command(
    name = "jobs",
    synopsisSubcommandLabel = "[VERB]",
    description = {
      "Prints how many jobs there are of each kind, by status.",
      "",
      "With --json, one object a line."
    },
    footer = {
      "%nExamples:",
      "  cairn jobs",
      "  cairn jobs list crawl --status dead --limit 10",
      "  cairn jobs show crawl/17",
      "  cairn jobs retry crawl/17"
    })
public final class JobsCommand implements Callable<Integer> {
  @Mixin private final Namespace namespace = new Namespace();

  private final Session cairn;

  /**
   * Creates the verb.
   *
   * @param cairn gives it the store and the screen
   */
  public JobsCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    try (Cairn store = cairn.openToRead()) {
      Map<String, JobCounts> counts = namespace.of(store).jobs().counts();
      if (cairn.json()) {
        counts.forEach((kind, count) -> line(JobListing.jsonForm(kind, count)));
      } else {
        new JobListing(cairn.screen()).counts(counts);
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = "Prints the jobs of a kind: those next in their state first.",
      footer = {"%nExamples:", "  cairn jobs list crawl --status dead"})
  int list(
      @Mixin Namespace in,
      @Parameters(paramLabel = "KIND", description = "The kind of jobs.") String kind,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "Only these: ${COMPLETION-CANDIDATES}.")
          @Nullable JobStatus status,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "At most so many of each status (default: 100).")
          int limit) {
    try (Cairn store = cairn.openToRead()) {
      Jobs jobs = in.of(store).jobs();
      List<Job> found = new ArrayList<>();
      for (JobStatus each : status == null ? JobStatus.values() : new JobStatus[] {status}) {
        found.addAll(jobs.list(kind, each, limit));
      }
      if (cairn.json()) {
        found.forEach(job -> line(JobListing.jsonForm(job)));
      } else {
        new JobListing(cairn.screen()).jobs(found);
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "Prints all that is known of a job, its payload too.",
      footer = {"%nExamples:", "  cairn jobs show crawl/17 --json"})
  int show(
      @Mixin Namespace in,
      @Parameters(paramLabel = "ID", description = "The id of the job, such as crawl/17.")
          String id) {
    JobId job = JobId.parse(id);
    try (Cairn store = cairn.openToRead()) {
      Optional<Job> found = in.of(store).jobs().get(job);
      if (found.isEmpty()) {
        return noJob(job);
      }
      Map<String, Object> object = new LinkedHashMap<>(JobListing.jsonForm(found.get()));
      payload(in.name(), job).ifPresent(row -> object.put("payload", row.value()));
      if (cairn.json()) {
        line(object);
      } else {
        new JobListing(cairn.screen()).details(object);
      }
    }
    return ExitCode.OK;
  }

  /** Reads the payload without its class. */
  private Optional<GenericRow> payload(String namespace, JobId job) {
    try (StoreContents contents =
        Maintenance.contents(
            cairn.store(), ContentsOptions.defaults().withMapSize(cairn.mapBytes()))) {
      Optional<StoredTable> table = contents.tables().named("jobs-of-" + job.kind());
      if (table.isPresent()) {
        try (RowCursor rows = contents.rows(table.get(), namespace)) {
          while (rows.next()) {
            GenericRow row = rows.row();
            if (row.key().equals(List.of(job.number()))) {
              return Optional.of(row);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  @Command(
      name = "retry",
      description =
          "Makes jobs ready again that are dead or cancelled, with all of their attempts.",
      footer = {"%nExamples:", "  cairn jobs retry crawl/17 crawl/18"})
  int retry(
      @Mixin Namespace in,
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The ids of the jobs.")
          List<String> ids) {
    return change(
        in,
        ids,
        Jobs::retry,
        "ready again",
        "is neither dead nor cancelled, or another job has its key");
  }

  @Command(
      name = "cancel",
      description = "Cancels jobs that are not finished; the claim of one that runs ends.",
      footer = {"%nExamples:", "  cairn jobs cancel crawl/17"})
  int cancel(
      @Mixin Namespace in,
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The ids of the jobs.")
          List<String> ids) {
    return change(in, ids, Jobs::cancel, "cancelled", "is finished");
  }

  private int change(
      Namespace in, List<String> ids, BiPredicate<Jobs, JobId> step, String done, String refused) {
    List<JobId> jobs = ids.stream().map(JobId::parse).toList();
    int code = ExitCode.OK;
    try (Cairn store = cairn.openToChange()) {
      Jobs queue = in.of(store).jobs();
      for (JobId job : jobs) {
        if (queue.get(job).isEmpty()) {
          return noJob(job);
        }
        if (step.test(queue, job)) {
          tell(job, done);
        } else {
          cairn.screen().err().println("cairn: job " + job + " " + refused);
          code = ExitCode.SOFTWARE;
        }
      }
    }
    return code;
  }

  private void tell(JobId job, String done) {
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("id", job.toString());
      object.put("status", done);
      line(object);
    } else {
      cairn.screen().out().println(job + " is " + done);
    }
  }

  private int noJob(JobId job) {
    cairn.screen().err().println("cairn: no job " + job + " in " + cairn.store());
    return ExitCode.SOFTWARE;
  }

  private void line(Object object) {
    cairn.screen().out().println(Json.line(object));
  }
}
