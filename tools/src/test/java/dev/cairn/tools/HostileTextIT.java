package dev.cairn.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Relation;
import dev.cairn.jobs.JobKind;
import dev.cairn.locks.Hold;
import dev.cairn.progress.Operation;
import dev.cairn.skills.Skill;
import dev.cairn.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no {@code cairn} command prints stored text that could control the terminal. */
class HostileTextIT {
  private static final String SITE = "https://odd.example/";

  /** A line that a stored text adds to the output would begin with this. */
  private static final String FORGED = "FORGED";

  private static final List<String> HOSTILE =
      List.of(
          "esc \u001b[31mred\u001b]0;title\u0007\u001b\\",
          "c1 \u009b31m \u009d0;title\u009c",
          "nul \0 del \u007f back \b\b",
          "line\n"
              + FORGED
              + "\r\n"
              + FORGED
              + "\rx\u0085"
              + FORGED
              + "\u2028"
              + FORGED
              + "\u2029.",
          "bidi \u202egnp.exe\u2066\u200f\u061c",
          "zero\u200b\u200d\u2060\ufeffwidth",
          "tags \udb40\udc41\udb40\udc42\udb40\udd00",
          "half \ud83d end");

  /** Something of all of them that can be a key and an argument of a process. */
  private static final String ALL =
      "\u001b[31m\u001b]0;t\u0007 \u009b1m \u007f\b\n"
          + FORGED
          + "\r\n"
          + FORGED
          + "\rx\u0085"
          + FORGED
          + "\u2028"
          + FORGED
          + "\u2029 \u202e\u200f\u200b\ufeff\udb40\udc41.";

  private static final String NAMESPACE = ALL.substring(0, 20);

  private static final List<String> TEXTS =
      Stream.concat(HOSTILE.stream(), Stream.of(ALL)).toList();

  private static final Pattern NEVER =
      Pattern.compile(
          "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{IsNoncharacter_Code_Point}\ufe00-\ufe0f"
              + "\udb40\udc00-\udb40\udfff&&[^\n\t]]");

  /** The payload of a job. */
  record Work(String text) {}

  @TempDir private static Path directory;

  private final Set<String> verbs = new HashSet<>();

  @BeforeAll
  static void fillStore() {
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      cairn.memory().write(HostileTextIT::fill);
      cairn.memory(NAMESPACE).users().update("u", user -> user.withPreference(ALL, ALL));
    }
  }

  private static void fill(Memory memory) {
    for (String text : TEXTS) {
      String key = key(text);
      memory.sites().recordQuirk(SITE, key, "do " + text);
      memory.sites().cacheSelector(SITE, key, "#" + text, List.of("." + text));
      memory.sites().recordPattern(SITE, key, List.of(text, text));
      memory
          .episodes()
          .record(
              Episode.of(text)
                  .withId(key)
                  .at(SITE)
                  .by(key)
                  .withSteps(List.of(text))
                  .withResult(text)
                  .succeeded());
      memory
          .skills()
          .add(
              Skill.of(key, text)
                  .describedAs(text)
                  .withCode(text)
                  .tagged(key.substring(0, Math.min(12, key.length()))));
      memory.users().update(key, user -> user.withPreference(text, text));
      memory.graph().create(Entity.of(text, text).withObservations(text));
      memory.graph().relate(Relation.of(text, text, text));
    }
  }

  /** Returns the text as a key, which may have no half character. */
  private static String key(String text) {
    return text.replace("\ud83d", "?");
  }

  @Test
  void noVerbPrintsWhatCommandsATerminal() throws IOException {
    JobKind<Work> kind = JobKind.named("work", Work.class);
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"));
        Hold hold = cairn.memory().locks().on(key(ALL)).write();
        Operation operation = cairn.memory().progress().begin(HOSTILE.get(0), 3)) {
      assertThat(hold.isHeld()).isTrue();
      operation.message(ALL);
      cairn.memory().jobs().submit(kind, new Work(ALL));
      cairn.memory().jobs().bury(cairn.memory().jobs().claim(kind).orElseThrow(), ALL);
      Await.until(
          "it is written", () -> !cairn.memory().progress().list().get(0).message().isEmpty());
      for (String json : List.of("", "--json")) {
        prints("locks", json);
        prints("locks", "--statistics", json);
        prints("jobs", json);
        prints("jobs", "list", "work", json);
        prints("jobs", "show", "work/1", json);
        prints("progress", json);
      }
    }
    for (String json : List.of("", "--json")) {
      for (String kept : List.of("sites", "skills", "episodes", "users")) {
        prints("list", kept, json);
      }
      prints("show", "site", SITE, json);
      prints("context", SITE, json);
      prints("stat", json);
      prints("verify", "--deep", json);
      prints("reindex", json);
      prints("update-site-names", json);
      prints("copy", "copy" + json, json);
      prints("salvage", "salvaged" + json, json);
      prints("show", "episode", ALL, json);
      prints("show", "user", ALL, json);
      prints("config", json);
      prints("sync", source().toString(), "--name", "source", json);
      prints("search", "word", "--repo", "source", json);
      prints("export", json);
      prints("export", "graph" + json, json);
      prints("import", "graph" + json, json);
      feeds(trace(), "replay", "-", "--jvms", "1", "--agents", "2", json);
      prints("drop-namespace", NAMESPACE, "--yes", "--store", "copy" + json, json);
      watches(json);
    }
    prints("dump");
    prints("demo", "--jvms", "1", "--store", ALL);
    prints("load", "--users", "1", "--duration", "1s", "--jvms", "1");
    assertThat(verbs).containsAll(verbsForPeople());
  }

  /** Makes a file of one line: lines of a file are shown as lines, further in. */
  private static Path source() throws IOException {
    Path source = Files.createDirectories(directory.resolve("source"));
    String line = ALL.replaceAll("[\\n\\r\\00]", " ").replace("\ud83d", "?");
    Files.writeString(source.resolve("word.txt"), "a word " + line);
    return source;
  }

  @Test
  void noMessagePrintsWhatCommandsATerminal() {
    prints("show", "skill", ALL + "?");
    prints("context", ALL);
    prints("list", ALL);
    prints("dump", "--table", ALL);
    prints("restore", ALL);
    prints("stat", "--store", ALL);
    prints("drop-namespace", NAMESPACE + "?", "--yes");
    prints(ALL);
    feeds("{" + ALL, "restore", "-");
    feeds("{\"op\":" + quoted(ALL) + "}", "replay", "-");
    feeds(ALL, "replay", "-");
    feeds("{\"type\":" + quoted(ALL) + "}", "import", "-");
    prints("import", ALL);
    prints("export", "--namespace", ALL);
  }

  /** The code of a skill is printed as its author wrote it, on lines of its own. */
  @Test
  void theCodeOfASkillKeepsItsLinesAndNothingElse() {
    Launched.Result result = Launched.run(directory, "show", "skill", ALL);

    assertNothingHostile(List.of("show", "skill"), result.succeeded().out());
    assertThat(result.out()).contains("\nFORGED\nFORGED\nx\\u0085FORGED");
  }

  @Test
  void jsonIsExact() throws JsonProcessingException {
    String out = Launched.run(directory, "list", "episodes", "--json").succeeded().out();
    List<String> tasks = new ArrayList<>();
    for (String line : out.lines().toList()) {
      JsonNode episode = new ObjectMapper().readTree(line);
      tasks.add(episode.get("task").textValue());
    }
    assertThat(tasks).containsExactlyInAnyOrderElementsOf(TEXTS);
  }

  private static String trace() {
    StringBuilder trace = new StringBuilder();
    HOSTILE.forEach(
        text ->
            trace.append(
                "{\"op\":\"quirk\",\"agent\":%1$s,\"url\":%2$s,\"description\":%1$s}%n"
                    .formatted(quoted(text), quoted(SITE))));
    return trace.toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(unit -> quoted.append("\\u%04x".formatted(unit)));
    return quoted.append('"').toString();
  }

  private void prints(String... arguments) {
    feeds("", arguments);
  }

  private void feeds(String input, String... arguments) {
    verbs.add(arguments[0]);
    List<String> given = List.of(arguments).stream().filter(word -> !word.isEmpty()).toList();
    Launched.Result result = Launched.feed(directory, input, given.toArray(String[]::new));
    assertClean(given, result.out());
    assertClean(given, result.err());
  }

  private void watches(String json) throws IOException {
    verbs.add("watch");
    Path out = directory.resolve("watched");
    Process watch =
        Launched.builder(
                directory,
                List.of("sh", "-c", "'%s' watch --since 0 %s".formatted(Launched.launcher(), json)))
            .redirectOutput(out.toFile())
            .start();
    Await.until("lines", () -> out.toFile().length() > 1000);
    watch.descendants().forEach(ProcessHandle::destroy);
    watch.destroy();
    Launched.end(watch);
    assertClean(List.of("watch", json), Files.readString(out, UTF_8));
  }

  private static void assertClean(List<String> command, String printed) {
    assertNothingHostile(command, printed);
    assertThat(printed.lines())
        .as("%s", command)
        .noneMatch(line -> line.strip().startsWith(FORGED));
  }

  private static void assertNothingHostile(List<String> command, String printed) {
    assertThat(NEVER.matcher(printed).results().map(found -> quoted(found.group())).distinct())
        .as("%s", command)
        .isEmpty();
  }

  private static Set<String> verbsForPeople() {
    Set<String> verbs = new TreeSet<>();
    Launched.run(directory, "--help")
        .out()
        .lines()
        .dropWhile(line -> !line.equals("Verbs:"))
        .skip(1)
        .filter(line -> line.matches("  [a-z].*") && !line.contains("restore"))
        .forEach(line -> verbs.add(line.strip().replaceAll(" .*", "")));
    verbs.remove("mcp"); // its output is the protocol's, for a program
    assertThat(verbs).hasSizeGreaterThan(12);
    return verbs;
  }
}
