package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.skills.Skill;
import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.tools.display.Details;
import dev.cairn.tools.display.JsonForms;
import dev.cairn.tools.text.Json;
import dev.cairn.users.UserContext;
import dev.cairn.values.SiteName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn show}: prints everything stored about one site, skill, episode or user. */
@Command(
    name = "show",
    description = "Prints all that is known of one site, skill, episode or user.",
    footer = {
      "%nExamples:",
      "  cairn show site https://github.com/",
      "  cairn show skill web/retry",
      "  cairn show episode github-001 --json"
    })
final class ShowCommand implements Callable<Integer> {
  private static final int SHOWN_CANDIDATES = 10;

  /** The kinds of things that can be shown. */
  enum Kind {
    SITE,
    SKILL,
    EPISODE,
    USER
  }

  @Parameters(index = "0", paramLabel = "KIND", description = "site, skill, episode or user.")
  private Kind kind = Kind.SITE;

  @Parameters(
      index = "1",
      paramLabel = "URL|ID",
      description = "Which one: the site's URL, or an id or its beginning.")
  private String id = "";

  private final CairnCommand cairn;

  ShowCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws NotFoundException {
    try (Cairn store = cairn.openToRead()) {
      Memory memory = store.memory();
      Details details = new Details(cairn.screen());
      switch (kind) {
        case SITE ->
            print(
                "site " + SiteName.of(id),
                memory.sites().profile(id),
                JsonForms::profile,
                details::site);
        case SKILL -> {
          String meant = meant(memory.skills()::get, () -> skillIds(memory));
          print("skill " + id, skill(memory, meant), JsonForms::skill, details::skill);
        }
        case EPISODE -> {
          String meant = meant(memory.episodes()::get, () -> episodeIds(memory));
          print("episode " + id, memory.episodes().get(meant), row -> row, details::episode);
        }
        case USER -> {
          String meant = meant(memory.users()::get, () -> userIds(memory));
          print("user " + id, memory.users().get(meant), row -> row, details::user);
        }
      }
    }
    return ExitCode.OK;
  }

  private static Stream<String> skillIds(Memory memory) {
    return memory.skills().list().stream().map(Skill::id);
  }

  private static Stream<String> episodeIds(Memory memory) {
    return memory.episodes().list().stream().map(Episode::id);
  }

  private static Stream<String> userIds(Memory memory) {
    return memory.users().list().stream().map(UserContext::userId);
  }

  /**
   * Returns the id that the user means: the given one, or else the only one that begins with it.
   *
   * @throws NotFoundException if several begin with it; the message lists them
   */
  private String meant(Function<String, Optional<?>> exact, Supplier<Stream<String>> ids)
      throws NotFoundException {
    if (id.isEmpty() || exact.apply(id).isPresent()) {
      return id;
    }
    List<String> candidates = ids.get().filter(known -> known.startsWith(id)).sorted().toList();
    if (candidates.size() > 1) {
      String shown = candidates.stream().limit(SHOWN_CANDIDATES).collect(Collectors.joining(", "));
      throw new NotFoundException(
          "%s begins with '%s': %s%s"
              .formatted(
                  "more than one " + kind.name().toLowerCase(Locale.ROOT),
                  id,
                  shown,
                  candidates.size() > SHOWN_CANDIDATES ? ", …" : ""));
    }
    return candidates.isEmpty() ? id : candidates.get(0);
  }

  private static Optional<RankedSkill> skill(Memory memory, String id) {
    return memory.read(
        moment ->
            moment
                .skills()
                .get(id)
                .map(found -> new RankedSkill(found, moment.skills().statistics(id))));
  }

  private <T> void print(
      String name, Optional<T> found, Function<T, Object> jsonForm, Consumer<T> details)
      throws NotFoundException {
    T row = found.orElseThrow(() -> new NotFoundException("no " + name + " in " + cairn.store()));
    if (cairn.json()) {
      cairn.screen().out().println(Json.line(jsonForm.apply(row)));
    } else {
      details.accept(row);
    }
  }
}
