package dev.cairn.tools.display;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.ID;
import static dev.cairn.tools.text.TextTable.Kind.NAME;
import static dev.cairn.tools.text.TextTable.Kind.TEXT;

import dev.cairn.episodes.Episode;
import dev.cairn.sites.Site;
import dev.cairn.skills.SkillStatistics;
import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TextTable;
import dev.cairn.users.UserContext;
import dev.cairn.values.Outcome;
import java.util.List;
import java.util.Locale;

/** Prints a table of sites, skills, episodes or users. */
public final class Listing {
  private final Screen screen;

  public Listing(Screen screen) {
    this.screen = screen;
  }

  public void sites(List<Site> sites) {
    TextTable table =
        new TextTable()
            .column("SITE", ID)
            .column("VISITS", FIGURE)
            .column("TIME", FIGURE)
            .column("A VISIT", FIGURE)
            .column("LAST", FIGURE);
    for (Site site : sites) {
      table.row(
          site.name(),
          Figures.count(site.visits()),
          Figures.duration(site.totalTime()),
          Figures.duration(site.averageTime()),
          site.lastVisit().map(Figures::time).orElse("never"));
    }
    print(table, sites);
  }

  public void skills(List<RankedSkill> skills) {
    TextTable table =
        new TextTable()
            .column("SKILL", ID)
            .column("VERSION", FIGURE)
            .column("USES", FIGURE)
            .column("WORKED", FIGURE)
            .column("A USE", FIGURE)
            .column("WHAT IT DOES", TEXT)
            .column("TAGS", TEXT);
    for (RankedSkill ranked : skills) {
      SkillStatistics stats = ranked.statistics();
      table.row(
          ranked.skill().id(),
          ranked.skill().version(),
          Figures.count(stats.uses()),
          Figures.share(stats.successes(), stats.successes() + stats.failures()),
          Figures.duration(stats.meanDuration()),
          ranked.skill().name(),
          String.join(", ", ranked.skill().tags()));
    }
    print(table, skills);
  }

  public void episodes(List<Episode> episodes) {
    TextTable table =
        new TextTable()
            .column("EPISODE", ID)
            .column("WHEN", FIGURE)
            .column("AGENT", NAME)
            .column("SITE", NAME)
            .column("OUTCOME", NAME)
            .column("TASK", TEXT);
    for (Episode episode : episodes) {
      table.row(
          episode.id(),
          Figures.time(episode.happenedAt()),
          episode.agent().orElse("–"),
          episode.site().orElse("–"),
          word(episode.outcome()),
          episode.task());
    }
    print(table, episodes);
  }

  public static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  public void users(List<UserContext> users) {
    TextTable table =
        new TextTable()
            .column("USER", ID)
            .column("CONVERSATIONS", FIGURE)
            .column("FRIENDSHIP", FIGURE)
            .column("PREFERENCES", TEXT)
            .column("LAST SEEN", FIGURE);
    for (UserContext user : users) {
      table.row(
          user.userId(),
          Figures.count(user.conversations()),
          user.friendshipLevel(),
          user.preferences(),
          Figures.time(user.updatedAt()));
    }
    print(table, users);
  }

  private void print(TextTable table, List<?> rows) {
    if (rows.isEmpty()) {
      screen.out().println("none");
    } else {
      table.print(screen.out(), screen.width());
    }
  }
}
