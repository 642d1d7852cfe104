package dev.cairn.tools.display;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.ID;
import static dev.cairn.tools.text.TextTable.Kind.NAME;
import static dev.cairn.tools.text.TextTable.Kind.TEXT;

import dev.cairn.jobs.Job;
import dev.cairn.jobs.JobCounts;
import dev.cairn.jobs.JobStatus;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TerminalText;
import dev.cairn.tools.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints tables of jobs: how many there are, which there are, and all about one. */
public final class JobListing {
  private final Screen screen;

  public JobListing(Screen screen) {
    this.screen = screen;
  }

  /** Prints a row for each kind, with a column for each state. */
  public void counts(Map<String, JobCounts> counts) {
    TextTable table = new TextTable().column("KIND", ID);
    for (JobStatus status : JobStatus.values()) {
      table.column(status.name(), FIGURE);
    }
    counts.forEach(
        (kind, count) -> {
          List<Object> cells = new ArrayList<>(List.of(kind));
          for (JobStatus status : JobStatus.values()) {
            cells.add(Figures.count(count.of(status)));
          }
          table.row(cells.toArray());
        });
    print(table, counts.isEmpty());
  }

  /** Returns the counts of a kind as they are printed as JSON. */
  public static Map<String, Object> jsonForm(String kind, JobCounts counts) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", kind);
    for (JobStatus status : JobStatus.values()) {
      object.put(word(status), counts.of(status));
    }
    return object;
  }

  /** Prints a row for each job. */
  public void jobs(List<Job> jobs) {
    TextTable table =
        new TextTable()
            .column("JOB", ID)
            .column("STATUS", NAME)
            .column("SINCE", FIGURE)
            .column("PRIORITY", FIGURE)
            .column("ATTEMPTS", FIGURE)
            .column("SUBMITTED", FIGURE)
            .column("RESULT", TEXT);
    for (Job job : jobs) {
      table.row(
          job.id(),
          word(job.status()),
          Figures.time(job.since()),
          job.options().priority(),
          job.attempts() + " of " + job.options().attempts(),
          Figures.time(job.submittedAt()),
          job.result().or(job::failure).orElse(""));
    }
    print(table, jobs.isEmpty());
  }

  /** Returns a job as it is printed as JSON. */
  public static Map<String, Object> jsonForm(Job job) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", job.id().toString());
    object.put("status", word(job.status()));
    object.put("since", job.since());
    object.put("submittedAt", job.submittedAt());
    object.put("attempts", job.attempts());
    object.put("options", job.options());
    object.put("result", job.result());
    object.put("failure", job.failure());
    return object;
  }

  /** Prints a line for each thing that is known of a job. */
  public void details(Map<String, Object> job) {
    job.forEach(
        (name, value) -> {
          if (!value.equals(Optional.empty())) {
            screen.out().printf("%-11s %s%n", name, text(value));
          }
        });
  }

  private static String text(Object value) {
    return TerminalText.line(value instanceof String text ? text : unquoted(Json.line(value)));
  }

  private static String unquoted(String json) {
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }

  private static String word(JobStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private void print(TextTable table, boolean empty) {
    if (empty) {
      screen.out().println("none");
    } else {
      table.print(screen.out(), screen.width());
    }
  }
}
