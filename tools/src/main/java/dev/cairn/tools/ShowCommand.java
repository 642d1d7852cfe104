package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.skills.RankedSkill;
import dev.cairn.tools.text.Json;
import dev.cairn.values.SiteName;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn show}: prints all that is known of one thing. */
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
  /** What can be shown. */
  enum Kind {
    SITE,
    SKILL,
    EPISODE,
    USER
  }

  @Parameters(index = "0", paramLabel = "KIND", description = "site, skill, episode or user.")
  private Kind kind = Kind.SITE;

  @Parameters(index = "1", paramLabel = "URL|ID", description = "Which one.")
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
        case SKILL -> print("skill " + id, skill(memory), JsonForms::skill, details::skill);
        case EPISODE ->
            print("episode " + id, memory.episodes().get(id), row -> row, details::episode);
        case USER -> print("user " + id, memory.users().get(id), row -> row, details::user);
      }
    }
    return ExitCode.OK;
  }

  private Optional<RankedSkill> skill(Memory memory) {
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
