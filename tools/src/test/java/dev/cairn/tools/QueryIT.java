package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.skills.Skill;
import dev.cairn.values.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn list}, {@code show}, {@code context} and {@code stat} print the contents
 * of a store.
 */
class QueryIT {
  @TempDir private static Path directory;

  @BeforeAll
  static void fillStore() {
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      cairn.memory().write(QueryIT::fill);
    }
  }

  private static void fill(Memory memory) {
    memory.sites().recordVisit("https://a.example/x", Duration.ofSeconds(90));
    memory.sites().recordVisit("https://b.example/", Duration.ofMillis(1500));
    memory.sites().recordVisit("https://b.example/", Duration.ofMillis(500));
    memory.sites().cacheSelector("https://b.example/", "box", "#old", List.of("#new"));
    for (int i = 0; i < 5; i++) {
      memory.sites().recordSelectorOutcome("https://b.example/", "box", "#old", Outcome.FAILURE);
    }
    memory.sites().recordQuirk("https://b.example/", "loads slowly", "wait");
    memory.sites().recordPattern("https://b.example/", "search", List.of("type", "press Enter"));
    memory
        .skills()
        .add(Skill.of("b/search", "Search b").withCode("search()\n").tagged("web", "search"));
    memory.skills().add(Skill.of("retry", "Try again").withCode("retry()").tagged("web"));
    memory.skills().recordUse("retry", Outcome.SUCCESS, Duration.ofSeconds(2));
    memory
        .episodes()
        .record(
            Episode.of("find tea")
                .withId("e1")
                .by("ada")
                .at("https://b.example/tea")
                .succeeded()
                .withSteps("type tea")
                .withResult("three kinds of tea"));
    memory.episodes().record(Episode.of("find coffee").withId("e2").by("kofi").failed());
    memory.users().recordConversation("żółw");
  }

  @Test
  void listsSitesTheMostVisitedFirst() {
    assertThat(out("list", "sites").lines().map(line -> line.replaceAll(" .*", "")))
        .containsExactly("SITE", "b.example", "a.example");
    assertThat(out("list", "sites", "--limit", "1").lines()).hasSize(2);
    List<JsonNode> sites = json("list", "sites");
    assertThat(sites).hasSize(2);
    assertThat(sites.get(0).get("name").textValue()).isEqualTo("b.example");
    assertThat(sites.get(0).get("totalTime").doubleValue()).isEqualTo(2.0);
  }

  @Test
  void listsSkillsTheBestFirst() {
    assertThat(json("list", "skills"))
        .extracting(skill -> skill.get("id").textValue())
        .containsExactly("retry", "b/search");
    assertThat(json("list", "skills", "--tag", "search"))
        .extracting(skill -> skill.get("id").textValue())
        .containsExactly("b/search");
    assertThat(out("list", "skills")).contains("Try again", "100 %");
  }

  @Test
  void listsEpisodesTheNewestFirst() {
    assertThat(json("list", "episodes"))
        .extracting(episode -> episode.get("task").textValue())
        .containsExactlyInAnyOrder("find tea", "find coffee");
    assertThat(json("list", "episodes", "--site", "http://www.b.example:80/"))
        .extracting(episode -> episode.get("id").textValue())
        .containsExactly("e1");
    assertThat(out("list", "episodes")).contains("kofi", "failure");
  }

  @Test
  void listsUsers() {
    assertThat(out("list", "users")).contains("żółw");
    assertThat(json("list", "users").get(0).get("conversations").intValue()).isEqualTo(1);
  }

  @Test
  void refusesAFilterThatMakesNoSense() {
    run("list", "users", "--tag", "t").failed(2, "--tag is for skills, not for users");
    run("list", "skills", "--site", "b.example").failed(2, "--site is for sites and episodes");
    run("list", "dogs").failed(2, "dogs");
    run("list", "sites", "--limit", "-1").failed(2, "limit is negative: -1");
  }

  @Test
  void showsASiteWithTheSelectorInUse() {
    assertThat(out("show", "site", "https://b.example/any"))
        .contains("b.example", "#old", "→  #new", "loads slowly", "type › press Enter");
    JsonNode site = json("show", "site", "b.example").get(0);
    assertThat(site.get("selectors").get(0).get("current").textValue()).isEqualTo("#new");
    assertThat(site.get("quirks").get(0).get("workaround").textValue()).isEqualTo("wait");
  }

  @Test
  void showsASkillAnEpisodeAndAUser() {
    assertThat(out("show", "skill", "b/search")).contains("Search b", "search()");
    assertThat(out("show", "episode", "e1")).contains("1. type tea", "three kinds of tea", "ada");
    assertThat(out("show", "user", "żółw")).contains("conversations  1");
    assertThat(json("show", "skill", "retry").get(0).get("uses").intValue()).isEqualTo(1);
    assertThat(json("show", "episode", "e2").get(0).get("outcome").textValue())
        .isEqualTo("failure");
  }

  /**
   * A terminal of 80 columns has no room for two long ids and a task; the ids are what is needed.
   */
  @Test
  void anIdIsShownWholeHoweverNarrowTheTerminalIs() {
    List<String> ids =
        List.of("episode-of-the-winter-2026-a-0001", "episode-of-the-winter-2026-a-0002");
    Path store = directory.resolve("ids");
    try (Cairn cairn = Cairn.open(store)) {
      ids.forEach(id -> cairn.memory().episodes().record(Episode.of("t ".repeat(90)).withId(id)));
    }
    ProcessBuilder list =
        Launched.builder(
            directory,
            List.of(Launched.launcher().toString(), "list", "episodes", "--store", "ids"));
    list.environment().put("CAIRN_JAVA_OPTS", "-Dcairn.columns=80");

    assertThat(Launched.run(list, "").succeeded().out()).contains(ids);
  }

  @Test
  void showsByTheBeginningOfAnIdIfThatIsOneOnly() {
    assertThat(out("show", "skill", "b/")).contains("Search b");
    assertThat(out("show", "user", "ż")).contains("conversations  1");
    assertThat(json("show", "episode", "e1").get(0).get("task").textValue()).isEqualTo("find tea");
    run("show", "episode", "e").failed(1, "more than one episode begins with 'e': e1, e2");
    run("show", "skill", "x").failed(1, "no skill x in cairn-store");
    run("show", "skill", "").failed(2, "id is blank");
  }

  @Test
  void saysThatSomethingIsNotThere() {
    run("show", "skill", "nope").failed(1, "no skill nope in cairn-store");
    run("show", "site", "c.example").failed(1, "no site c.example in cairn-store");
    run("context", "https://c.example/").failed(1, "nothing is known of c.example");
    run("show", "site", "::").failed(2, "'::'");
  }

  @Test
  void printsTheContextOfASite() {
    String context = out("context", "https://b.example/");
    assertThat(context).contains("b.example", "#new", "loads slowly");
    assertThat(out("context", "b.example", "--chars", "60").strip().length())
        .isLessThanOrEqualTo(60);
    JsonNode object = json("context", "b.example").get(0);
    assertThat(object.get("site").textValue()).isEqualTo("b.example");
    assertThat(object.get("context").textValue().strip()).isEqualTo(context.strip());
  }

  @Test
  void printsFigures() {
    JsonNode figures = json("stat").get(0);
    assertThat(figures.get("sites").intValue()).isEqualTo(2);
    assertThat(figures.get("skills").intValue()).isEqualTo(2);
    assertThat(figures.get("episodes").intValue()).isEqualTo(2);
    assertThat(figures.get("users").intValue()).isEqualTo(1);
    assertThat(figures.get("entities").intValue()).isZero();
    assertThat(figures.get("version").longValue()).isPositive();
    assertThat(figures.get("fileBytes").longValue()).isPositive();
    assertThat(out("stat")).contains("version", "readers", "episodes");
  }

  @Test
  void looksNowhereElse() {
    for (String[] verb :
        new String[][] {
          {"stat"}, {"list", "sites"}, {"show", "skill", "retry"}, {"context", "b.example"}
        }) {
      List<String> arguments = new ArrayList<>(List.of(verb));
      arguments.addAll(List.of("--store", "nowhere"));
      run(arguments.toArray(String[]::new))
          .failed(2, "no store at " + directory.resolve("nowhere"));
    }
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void findsTheStoreInTheEnvironment(@TempDir Path elsewhere) {
    String line = "CAIRN_STORE='" + directory.resolve("cairn-store") + "' cairn list sites --json";
    assertThat(Launched.shell(elsewhere, line).succeeded().out()).hasLineCount(2);
  }

  private static Launched.Result run(String... arguments) {
    return Launched.run(directory, arguments);
  }

  private static String out(String... arguments) {
    return run(arguments).succeeded().out();
  }

  private static List<JsonNode> json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> objects = new ArrayList<>();
    for (String line : out(all.toArray(String[]::new)).lines().toList()) {
      try {
        objects.add(mapper.readTree(line));
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + line, e);
      }
    }
    return objects;
  }
}
