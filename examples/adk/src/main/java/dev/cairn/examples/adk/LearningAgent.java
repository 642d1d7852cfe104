package dev.cairn.examples.adk;

import com.google.adk.agents.LlmAgent;
import com.google.adk.agents.RunConfig;
import com.google.adk.runner.Runner;
import com.google.adk.tools.Annotations.Schema;
import com.google.adk.tools.FunctionTool;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.cairn.Cairn;
import dev.cairn.adk.CairnSessionService;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Sites;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An agent whose session and knowledge of sites are in a store that other processes use, too.
 *
 * <pre>
 * LearningAgent agents.cairn 'Learn that the search box of https://example.com is #q'
 * LearningAgent agents.cairn 'Where is the search box of https://example.com?'
 * </pre>
 */
public record LearningAgent(Sites sites) {
  /** Remembers the search box of a site; a tool. */
  public Map<String, Object> learn(
      @Schema(name = "url") String url, @Schema(name = "selector") String selector) {
    sites.cacheSelector(url, "search box", selector, List.of());
    return find(url);
  }

  /** Finds the search box of a site; a tool. */
  public Map<String, Object> find(@Schema(name = "url") String url) {
    String selector = sites.selector(url, "search box").map(Selector::primary).orElse("not known");
    return Map.of("selector", selector);
  }

  /** Answers one question; the arguments are the store and the question. */
  public static void main(String[] arguments) {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      LearningAgent tools = new LearningAgent(cairn.memory().sites());
      LlmAgent agent =
          LlmAgent.builder()
              .name("browser")
              .model(new ScriptedModel()) // yours here
              .tools(FunctionTool.create(tools, "learn"), FunctionTool.create(tools, "find"))
              .build();
      CairnSessionService sessions = new CairnSessionService(cairn.memory());
      Runner runner =
          Runner.builder().appName("browsing").agent(agent).sessionService(sessions).build();
      RunConfig config = RunConfig.builder().autoCreateSession(true).build();
      Content question = Content.fromParts(Part.fromText(arguments[1]));
      System.out.println(
          runner.runAsync("ann", "s1", question, config).blockingLast().stringifyContent());
    }
  }
}
