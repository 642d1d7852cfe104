package dev.cairn.tools.mcp.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the schemas and the calls of an MCP tool follow from the records of its arguments and
 * answer.
 */
class ToolTest {
  enum Colour {
    RED,
    DARK_BLUE
  }

  record Part(@About("the name of the part") String name, Optional<Long> weight) {}

  record All(
      @About("a text") String text,
      boolean flag,
      int small,
      long large,
      double share,
      Duration took,
      Instant at,
      Colour colour,
      List<Part> parts,
      Optional<List<String>> more) {}

  private static final Map<String, Object> PARTS =
      Map.of(
          "text",
          "x",
          "flag",
          true,
          "small",
          5.0,
          "large",
          1L << 40,
          "share",
          1,
          "took",
          1.5,
          "at",
          "2026-01-31T12:00:00Z",
          "colour",
          "dark_blue",
          "parts",
          List.of(Map.of("name", "p"), Map.of("name", "q", "weight", 7)));

  private static final Tool<All, All> ECHO =
      Tool.of("echo", "Echo", "Returns its arguments.", Effect.READS)
          .takes(All.class)
          .gives(All.class, (memory, all) -> all);

  @TempDir private Path directory;
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("store"));
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private Map<String, Object> with(String name, Object value) {
    Map<String, Object> arguments = new HashMap<>(PARTS);
    arguments.put(name, value);
    return arguments;
  }

  @Test
  void readsItsArgumentsAndWritesItsAnswer() {
    All all =
        new All(
            "x",
            true,
            5,
            1L << 40,
            1,
            Duration.ofMillis(1500),
            Instant.parse("2026-01-31T12:00:00Z"),
            Colour.DARK_BLUE,
            List.of(new Part("p", Optional.empty()), new Part("q", Optional.of(7L))),
            Optional.empty());
    Tool<All, All> checking =
        Tool.of("check", "Check", "", Effect.READS)
            .takes(All.class)
            .gives(
                All.class,
                (given, read) -> {
                  assertThat(read).isEqualTo(all);
                  return read;
                });
    Map<String, Object> answer = checking.call(memory, PARTS).structured();
    assertThat(answer)
        .containsOnlyKeys(PARTS.keySet())
        .containsEntry("took", 1.5)
        .containsEntry("at", "2026-01-31T12:00:00Z")
        .containsEntry("colour", "dark_blue")
        .containsEntry("parts", List.of(Map.of("name", "p"), Map.of("name", "q", "weight", 7L)));
    assertThat(Tool.json(all)).isEqualTo(answer);
  }

  @Test
  void describesItsArguments() {
    Map<String, Object> schema = ECHO.inputSchema();
    assertThat(schema.get("required"))
        .isEqualTo(
            List.of("text", "flag", "small", "large", "share", "took", "at", "colour", "parts"));
    assertThat(schema.get("properties").toString())
        .contains(
            "text={type=string, description=a text}",
            "enum=[red, dark_blue]",
            "format=date-time",
            "more={type=array, items={type=string}}",
            "required=[name]");
    assertThat(schema).doesNotContainKey("additionalProperties");
    assertThat(ECHO.outputSchema()).containsEntry("additionalProperties", false);
  }

  @Test
  void refusesWhatDoesNotFitByItsPlace() {
    assertRefused(with("small", 1L << 40), "small must be a whole number of at most nine digits");
    assertRefused(with("large", 1.5), "large must be a whole number, not 1.5");
    assertRefused(with("flag", "yes"), "flag must be true or false, not 'yes'");
    assertRefused(with("colour", "DARK_BLUE"), "colour must be one of red, dark_blue");
    assertRefused(with("at", "soon"), "at must be a time such as 2026-01-31T12:00:00Z, not 'soon'");
    assertRefused(with("took", "1"), "took must be a number of seconds, not '1'");
    assertRefused(with("parts", Map.of()), "parts must be an array, not an object");
    assertRefused(
        with("parts", List.of(Map.of("name", "p"), Map.of("weight", 1))),
        "parts[1].name is missing: give a text, the name of the part");
    assertRefused(
        with("parts", List.of(List.of())), "parts[0] must be an object with name, weight");
    assertRefused(with("text", null), "text is missing: give a text, a text");
    assertRefused(with("other", 1), "echo has no argument 'other'; it takes text, flag");
    assertRefused(with("more", List.of("x".repeat(100), 5)), "more[1] must be a text, not 5");
    assertRefused(with("large", "x".repeat(100)), "not '" + "x".repeat(40) + "…'");
  }

  private void assertRefused(Map<String, Object> arguments, String sentence) {
    assertThatThrownBy(() -> ECHO.call(memory, arguments))
        .isInstanceOf(BadArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void ignoresUnknownArgumentsOnlyIfToldTo() {
    assertThat(ECHO.ignoringUnknownArguments().call(memory, with("other", 1)).structured())
        .doesNotContainKey("other");
  }

  @Test
  void tellsItsAnswerInItsOwnWords() {
    assertThat(ECHO.call(memory, PARTS).text()).startsWith("{\"text\":\"x\"");
    assertThat(ECHO.telling("text", each -> "it is " + each).call(memory, PARTS).text())
        .isEqualTo("it is x");
  }

  @Test
  void urisOfResourcesGoThereAndBack() {
    for (String part : List.of("plain", "a b/c+d", "ü%", "example.com:8080")) {
      String address = ResourceUris.of("cairn://x/{part}/y", part);
      assertThat(ResourceUris.part("cairn://x/{part}/y", address)).isEqualTo(part);
      assertThat(address.substring("cairn://x/".length(), address.length() - 2))
          .doesNotContain("/", " ");
    }
    assertThat(ResourceUris.areSame("cairn://x/a:1/y", "cairn://x/a%3A1/y")).isTrue();
    assertThat(ResourceUris.areSame("cairn://x/a/y", "cairn://x/b/y")).isFalse();
    assertThat(ResourceUris.areSame("cairn://x/%zz/y", "cairn://x/a/y")).isFalse();
  }
}
