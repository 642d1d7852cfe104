package dev.cairn.tools.display;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.NAME;
import static dev.cairn.tools.text.TextTable.Kind.TEXT;

import dev.cairn.episodes.Episode;
import dev.cairn.sites.ActionPattern;
import dev.cairn.sites.Quirk;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Selector.Candidate;
import dev.cairn.sites.Site;
import dev.cairn.sites.SiteProfile;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillStatistics;
import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TerminalText;
import dev.cairn.tools.text.TextTable;
import dev.cairn.users.UserContext;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Prints everything stored about one site, skill, episode or user. */
public final class Details {
  private final Screen screen;
  private final PrintWriter out;

  public Details(Screen screen) {
    this.screen = screen;
    this.out = screen.out();
  }

  public void site(SiteProfile profile) {
    Site site = profile.site();
    title(site.name());
    line("visits", Figures.count(site.visits()));
    line(
        "time",
        "%s, %s a visit"
            .formatted(Figures.duration(site.totalTime()), Figures.duration(site.averageTime())));
    site.firstVisit().ifPresent(time -> line("first", Figures.time(time)));
    site.lastVisit().ifPresent(time -> line("last", Figures.time(time)));
    if (!profile.selectors().isEmpty()) {
      out.println();
      selectors(profile.selectors());
    }
    if (!profile.quirks().isEmpty()) {
      out.println();
      quirks(profile.quirks());
    }
    if (!profile.patterns().isEmpty()) {
      out.println();
      patterns(profile.patterns());
    }
  }

  /** Prints a row for each candidate, with a mark at the one in use. */
  private void selectors(List<Selector> selectors) {
    TextTable table =
        new TextTable()
            .column("TO FIND", NAME)
            .column("", NAME)
            .column("SELECTOR", TEXT)
            .column("TRIED", FIGURE)
            .column("WORKED", FIGURE);
    for (Selector selector : selectors) {
      String purpose = selector.purpose();
      for (Candidate candidate : selector.candidates()) {
        boolean current = candidate.selector().equals(selector.current());
        table.row(
            purpose,
            current ? "→" : "",
            candidate.selector(),
            Figures.count(candidate.tries()),
            Figures.share(candidate.successes(), candidate.tries()));
        purpose = "";
      }
    }
    table.print(out, screen.width());
  }

  private void quirks(List<Quirk> quirks) {
    TextTable table =
        new TextTable().column("QUIRK", TEXT).column("WORKAROUND", TEXT).column("REPORTS", FIGURE);
    for (Quirk quirk : quirks) {
      table.row(quirk.description(), quirk.workaround(), Figures.count(quirk.reports()));
    }
    table.print(out, screen.width());
  }

  private void patterns(List<ActionPattern> patterns) {
    TextTable table =
        new TextTable().column("TASK", TEXT).column("TIMES", FIGURE).column("ACTIONS", TEXT);
    for (ActionPattern pattern : patterns) {
      table.row(
          pattern.task(),
          Figures.count(pattern.timesRecorded()),
          String.join(" › ", pattern.actions()));
    }
    table.print(out, screen.width());
  }

  public void skill(RankedSkill ranked) {
    Skill skill = ranked.skill();
    SkillStatistics stats = ranked.statistics();
    title(skill.id() + ": " + skill.name());
    line("version", skill.version() + ", added " + Figures.time(skill.addedAt()));
    line("tags", String.join(", ", skill.tags()));
    line(
        "used",
        "%s times, worked %s, %s each"
            .formatted(
                Figures.count(stats.uses()),
                Figures.share(stats.successes(), stats.successes() + stats.failures()),
                Figures.duration(stats.meanDuration())));
    stats.lastUsed().ifPresent(time -> line("last", Figures.time(time)));
    line("does", skill.description());
    out.println();
    skill.code().lines().forEach(out::println);
  }

  public void episode(Episode episode) {
    title(episode.id() + ": " + episode.task());
    line("when", Figures.time(episode.happenedAt()));
    line("agent", episode.agent().orElse("–"));
    line("url", episode.url().orElse("–"));
    line("outcome", Listing.word(episode.outcome()));
    line("result", episode.result());
    int number = 0;
    for (String step : episode.steps()) {
      number++;
      line(number == 1 ? "steps" : "", number + ". " + step);
    }
  }

  public void user(UserContext user) {
    title(user.userId());
    line("conversations", Figures.count(user.conversations()));
    line("friendship", String.valueOf(user.friendshipLevel()));
    line("since", Figures.time(user.createdAt()));
    line("last", Figures.time(user.updatedAt()));
    entries("preferences", user.preferences());
    entries("attributes", user.attributes());
  }

  private void entries(String title, Map<String, String> entries) {
    String name = title;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      line(name, entry.getKey() + ": " + entry.getValue());
      name = "";
    }
  }

  private void title(String text) {
    out.println(TerminalText.line(text));
  }

  private void line(String name, String value) {
    out.printf("  %-14s %s%n", name, TerminalText.line(value));
  }
}
