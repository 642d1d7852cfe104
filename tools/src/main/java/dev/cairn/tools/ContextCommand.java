package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.sites.Sites;
import dev.cairn.tools.text.Json;
import dev.cairn.values.SiteName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code cairn context}: prints the known facts about a web site as a text for the prompt of a
 * language model.
 */
@Command(
    name = "context",
    description = "Prints what is known of a site, as a text for a language model.",
    footer = {
      "%nExamples:",
      "  cairn context https://github.com/",
      "  cairn context github.com --chars 500"
    })
final class ContextCommand implements Callable<Integer> {
  @Parameters(paramLabel = "URL", description = "Any page of the site, or its name.")
  private String url = "";

  @Option(
      names = "--chars",
      paramLabel = "N",
      defaultValue = "" + Sites.PROMPT_CHARS,
      description = "The longest text (default: ${DEFAULT-VALUE}).")
  private int chars;

  private final CairnCommand cairn;

  ContextCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws NotFoundException {
    String site = SiteName.of(url);
    try (Cairn store = cairn.openToRead()) {
      Sites sites = store.memory().sites();
      String context = sites.promptContext(url, chars);
      if (context.isEmpty() && sites.profile(url).isEmpty()) {
        throw new NotFoundException("nothing is known of " + site);
      }
      if (cairn.json()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("site", site);
        object.put("context", context);
        cairn.screen().out().println(Json.line(object));
      } else {
        cairn.screen().out().println(context.strip());
      }
    }
    return ExitCode.OK;
  }
}
