package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.skills.Skill;
import dev.cairn.testing.NewStore;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the tools work as a model calls them: by name, with arguments in JSON. */
class ToolsTest extends NewStore {
  private List<Object> tools() {
    return List.of(
        new SiteTools(cairn.memory()),
        new SkillTools(cairn.memory()),
        new EpisodeTools(cairn.memory()));
  }

  private String call(String name, String arguments) {
    for (Object object : tools()) {
      for (Method method : object.getClass().getDeclaredMethods()) {
        if (Stream.of(method)
            .filter(each -> each.isAnnotationPresent(dev.langchain4j.agent.tool.Tool.class))
            .anyMatch(each -> ToolSpecifications.toolSpecificationFrom(each).name().equals(name))) {
          return DefaultToolExecutor.builder()
              .object(object)
              .originalMethod(method)
              .methodToInvoke(method)
              .propagateToolExecutionExceptions(false)
              .wrapToolArgumentsExceptions(false)
              .build()
              .execute(ToolExecutionRequest.builder().name(name).arguments(arguments).build(), "m");
        }
      }
    }
    throw new AssertionError("no tool " + name);
  }

  @Test
  void everyToolAndEveryParameterTellsAModelWhatItIs() {
    List<ToolSpecification> all =
        tools().stream()
            .flatMap(each -> ToolSpecifications.toolSpecificationsFrom(each).stream())
            .toList();
    assertThat(all).hasSize(13).doesNotHaveDuplicates();
    for (ToolSpecification tool : all) {
      assertThat(tool.description()).as(tool.name()).endsWith(".");
      assertThat(tool.parameters().properties().values())
          .as(tool.name())
          .allMatch(parameter -> parameter.description() != null);
      assertThat(tool.parameters().properties().keySet())
          .as("no name that the compiler has made up")
          .noneMatch(name -> name.startsWith("arg"));
    }
  }

  @Test
  void whatOneAgentLearnsOfASiteAnotherIsTold() {
    assertThat(call("site_context", "{\"url\": \"https://www.example.com/a\"}"))
        .isEqualTo("Nothing is known of example.com yet.");
    assertThat(call("find_selector", "{\"url\": \"example.com\", \"purpose\": \"search\"}"))
        .isEqualTo("No selector is known for search yet.");
    assertThat(
            call(
                "cache_selector",
                "{\"url\": \"https://example.com\", \"purpose\": \"search\", \"selector\": \"#s\","
                    + " \"fallbacks\": [\"#q\"]}"))
        .isEqualTo("Remembered: #s\n#q");
    assertThat(
            call(
                "record_selector_outcome",
                "{\"url\": \"example.com\", \"purpose\": \"search\", \"selector\": \"#s\","
                    + " \"success\": true}"))
        .isEqualTo("Found 1 times, not found 0 times.");
    assertThat(call("record_visit", "{\"url\": \"example.com\", \"seconds\": 1.5}"))
        .isEqualTo("1 visits.");
    assertThat(
            call("record_quirk", "{\"url\": \"example.com\", \"description\": \"search is slow\"}"))
        .isEqualTo("Reported 1 times.");
    assertThat(
            call(
                "record_pattern",
                "{\"url\": \"example.com\", \"task\": \"log in\", \"actions\": [\"a\", \"b\"]}"))
        .isEqualTo("Remembered 2 actions.");
    assertThat(call("find_selector", "{\"url\": \"example.com\", \"purpose\": \"search\"}"))
        .isEqualTo("#s\n#q");
    assertThat(call("site_context", "{\"url\": \"example.com\"}"))
        .contains("example.com", "search", "#s", "search is slow", "log in");
    assertThat(cairn.memory().sites().get("example.com").orElseThrow().visits()).isEqualTo(1);
  }

  @Test
  void skillsAreKeptUsedAndRanked() {
    assertThat(call("best_skills", "{}")).isEqualTo("No such skill is known yet.");
    assertThat(call("get_skill", "{\"id\": \"login\"}"))
        .isEqualTo("There is no skill login; use best_skills.");
    String skill =
        "{\"id\": \"login\", \"name\": \"Log in\", \"description\": \"Fills in the form\","
            + " \"code\": \"await x\", \"tags\": [\"auth\"]}";
    assertThat(call("add_skill", skill)).isEqualTo("Kept as version 1.");
    assertThat(call("use_skill", "{\"id\": \"login\", \"success\": true, \"seconds\": 2}"))
        .isEqualTo("1 of 1 uses succeeded.");
    cairn.memory().skills().add(Skill.of("other", "Other").tagged("auth"));
    assertThat(call("get_skill", "{\"id\": \"login\"}")).isEqualTo("await x");
    assertThat(call("best_skills", "{\"tag\": \"auth\"}").lines())
        .hasSize(2)
        .first()
        .isEqualTo("login: Log in. Fills in the form (100 % of 1 uses succeeded)");
    assertThat(call("best_skills", "{\"words\": \"log\"}").lines()).hasSize(1);
  }

  @Test
  void episodesAreRecordedAndFound() {
    assertThat(call("newest_episodes", "{}")).isEqualTo("No episode is known yet.");
    call("record_episode", "{\"task\": \"plan\", \"success\": false}");
    call(
        "record_episode",
        "{\"task\": \"log in\", \"success\": true, \"url\": \"https://example.com\","
            + " \"steps\": [\"a\"], \"result\": \"inside\"}");
    assertThat(call("newest_episodes", "{}").lines())
        .hasSize(2)
        .anyMatch(line -> line.endsWith("FAILURE: plan. "));
    assertThat(call("newest_episodes", "{\"url\": \"example.com\"}"))
        .endsWith("SUCCESS: log in. inside");
  }

  @Test
  void aBadArgumentIsAMessageThatAModelCanActOn() {
    SiteTools sites = new SiteTools(cairn.memory());
    assertThatThrownBy(() -> sites.siteContext("not a site"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a site");
    for (double seconds : Arrays.asList(-1.0, Double.MAX_VALUE, Double.NEGATIVE_INFINITY)) {
      assertThatThrownBy(() -> sites.recordVisit("example.com", seconds))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("took");
    }
    assertThat(cairn.memory().sites().list()).isEmpty();
  }
}
