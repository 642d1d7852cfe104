package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.sites.Site;
import dev.cairn.skills.SkillQuery;
import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.tools.display.JsonForms;
import dev.cairn.tools.display.Listing;
import dev.cairn.tools.text.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn list}: lists sites, skills, episodes or users. */
@Command(
    name = "list",
    description = {
      "Lists sites (the most visited first), skills (the best first), episodes (the newest first) "
          + "or users.",
      "",
      "With --json, one object a line."
    },
    footer = {
      "%nExamples:",
      "  cairn list sites",
      "  cairn list skills --tag web --limit 5",
      "  cairn list episodes --site github.com --json"
    })
final class ListCommand implements Callable<Integer> {
  /** The kinds of things that can be listed. */
  enum Kind {
    SITES,
    SKILLS,
    EPISODES,
    USERS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "KIND", description = "sites, skills, episodes or users.")
  private Kind kind = Kind.SITES;

  @Option(names = "--site", paramLabel = "URL", description = "Only this site and its episodes.")
  private @Nullable String site;

  @Option(names = "--tag", paramLabel = "T", description = "Only skills with this tag.")
  private @Nullable String tag;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private int limit = Integer.MAX_VALUE;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final CairnCommand cairn;

  ListCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    if (tag != null && kind != Kind.SKILLS) {
      throw new ParameterException(spec.commandLine(), "--tag is for skills, not for " + kind);
    }
    if (site != null && kind != Kind.SITES && kind != Kind.EPISODES) {
      throw new ParameterException(
          spec.commandLine(), "--site is for sites and episodes, not for " + kind);
    }
    try (Cairn store = cairn.openToRead()) {
      Memory memory = store.memory();
      Listing listing = new Listing(cairn.screen());
      switch (kind) {
        case SITES -> print(sites(memory), JsonForms::site, listing::sites);
        case SKILLS -> print(skills(memory), JsonForms::skill, listing::skills);
        case EPISODES -> print(memory.episodes().find(episodes()), row -> row, listing::episodes);
        case USERS -> print(memory.users().list(limit), row -> row, listing::users);
      }
    }
    return ExitCode.OK;
  }

  private List<Site> sites(Memory memory) {
    return site == null
        ? memory.sites().list(limit)
        : memory.sites().get(site).stream().limit(limit).toList();
  }

  private List<RankedSkill> skills(Memory memory) {
    SkillQuery all = SkillQuery.atMost(limit);
    return memory.skills().best(tag == null ? all : all.tagged(tag));
  }

  private EpisodeQuery episodes() {
    EpisodeQuery newest = EpisodeQuery.newest(limit);
    return site == null ? newest : newest.atSite(site);
  }

  private <T> void print(List<T> rows, Function<T, Object> jsonForm, Consumer<List<T>> table) {
    if (cairn.json()) {
      rows.forEach(row -> cairn.screen().out().println(Json.line(jsonForm.apply(row))));
    } else {
      table.accept(rows);
    }
  }
}
