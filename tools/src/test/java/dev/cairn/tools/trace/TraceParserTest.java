package dev.cairn.tools.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.episodes.Episode;
import dev.cairn.skills.Skill;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that every operation of a trace (a recording of agents' writes) is parsed, and that a bad
 * line is refused with the reason.
 */
class TraceParserTest {
  private static final Optional<String> ADA = Optional.of("ada");

  private final TraceParser parser = new TraceParser();

  @Test
  void readsAVisit() {
    assertThat(
            parser.parse(
                """
                {"op": "visit", "agent": "ada", "url": "https://a.example/x", "seconds": 2.5}"""))
        .isEqualTo(new Visit(ADA, "https://a.example/x", Duration.ofMillis(2500)));
  }

  @Test
  void readsASelectorAndItsOutcome() {
    assertThat(
            parser.parse(
                """
                {"op": "selector", "agent": "ada", "url": "https://a.example/", "purpose": "box",
                 "selector": "#q", "fallbacks": ["input"]}"""))
        .isEqualTo(new SelectorFound(ADA, "https://a.example/", "box", "#q", List.of("input")));
    assertThat(
            parser.parse(
                """
                {"op": "selector-outcome", "agent": "ada", "url": "https://a.example/",
                 "purpose": "box", "success": false}"""))
        .isEqualTo(new SelectorTried(ADA, "https://a.example/", "box", false));
  }

  @Test
  void readsAQuirkAndAPattern() {
    assertThat(
            parser.parse(
                """
                {"op": "quirk", "agent": "ada", "url": "https://a.example/", "description": "slow",
                 "workaround": "wait"}"""))
        .isEqualTo(new QuirkSeen(ADA, "https://a.example/", "slow", "wait"));
    assertThat(
            parser.parse(
                """
                {"op": "pattern", "agent": "ada", "url": "https://a.example/", "task": "log in",
                 "actions": ["type", "press"]}"""))
        .isEqualTo(
            new PatternFollowed(ADA, "https://a.example/", "log in", List.of("type", "press")));
  }

  @Test
  void readsASkillAndItsOutcome() {
    assertThat(
            parser.parse(
                """
                {"op": "skill", "agent": "ada", "id": "s", "name": "n", "description": "d",
                 "code": "c", "tags": ["t"]}"""))
        .isEqualTo(
            new SkillLearned(ADA, Skill.of("s", "n").describedAs("d").withCode("c").tagged("t")));
    assertThat(
            parser.parse(
                """
                {"op": "skill-outcome", "agent": "ada", "id": "s", "success": true, "seconds": 1}"""))
        .isEqualTo(new SkillUsed(ADA, "s", true, Duration.ofSeconds(1)));
  }

  @Test
  void readsAnEpisode() {
    assertThat(
            parser.parse(
                """
                {"op": "episode", "agent": "ada", "id": "e", "task": "t",
                 "url": "https://a.example/", "outcome": "failure", "steps": ["s"], "result": "r"}"""))
        .isEqualTo(
            new EpisodeEnded(
                "e",
                Episode.of("t")
                    .withId("e")
                    .by("ada")
                    .at("https://a.example/")
                    .failed()
                    .withSteps("s")
                    .withResult("r")));
  }

  @Test
  void whatMayBeEmptyMayBeMissing() {
    assertThat(
            parser.parse(
                """
                {"op": "selector", "url": "https://a.example/", "purpose": "p", "selector": "#q"}"""))
        .isEqualTo(new SelectorFound(Optional.empty(), "https://a.example/", "p", "#q", List.of()));
    assertThat(
            parser.parse(
                "{\"op\": \"episode\", \"id\": \"e\", \"task\": \"t\", \"outcome\": \"unknown\"}"))
        .isEqualTo(new EpisodeEnded("e", Episode.of("t").withId("e")));
  }

  @Test
  void ignoresFieldsThatItDoesNotKnow() {
    assertThat(
            parser.parse(
                """
                {"op": "visit", "url": "a.example", "seconds": 0, "mood": {"good": [1, null]}}"""))
        .isEqualTo(new Visit(Optional.empty(), "a.example", Duration.ZERO));
  }

  @Test
  void keepsNanoseconds() {
    Visit visit = (Visit) parser.parse(visitOf("5.000000001"));
    assertThat(visit.took()).isEqualTo(Duration.ofSeconds(5, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | not JSON: unexpected 'hello' at column",
        "{\"op\":\"visit\" | not JSON: it ends too early",
        "{\"op\":\"visit\"} {} | more follows the object; write one object a line",
        "{\"op\":\"visit\"}{\"op\":\"visit\"} | more follows the object; write one object a line",
        "{\"op\":\"visit\" # good | not JSON: JSON has no comments; leave out the one at column 15",
        "// good | not JSON: JSON has no comments; leave out the one at column 1",
        "{\"op\":\"visit\",} | not JSON: unexpected '}' at column 15",
        "{\"op\":visit} | not JSON: unexpected 'visit' at column",
        "{\"op\":\"vi\\xsit\"} | not JSON: unexpected 'x",
        "{\"op\":\"visit\",\"op\":\"skill\"} | field 'op' is there twice",
        "[1] | a list, not one object a line; convert the file, as with jq -c '.[]'",
        "7 | not a JSON object",
        "{} | op is missing",
        "{\"op\":\"vist\"} | unknown op 'vist'; known are episode, pattern, quirk, selector,",
        "{\"op\":\"visit\",\"seconds\":1} | url is missing",
        "{\"op\":\"visit\",\"url\":null,\"seconds\":1} | url is missing",
        "{\"op\":\"visit\",\"url\":7,\"seconds\":1} | url must be text, not 7",
        "{\"op\":\"visit\",\"url\":\"no url\",\"seconds\":1} | 'no url'",
        "{\"op\":\"selector\",\"url\":\"a.example\",\"purpose\":\" \",\"selector\":\"x\"} | purpose is blank: ' '",
        "{\"op\":\"selector\",\"url\":\"a.example\",\"purpose\":\"p\",\"selector\":\"x\",\"fallbacks\":[1]} | fallbacks must be a list of texts, not [1]",
        "{\"op\":\"selector-outcome\",\"url\":\"a.example\",\"purpose\":\"p\",\"success\":\"yes\"} | success must be true or false, not \"yes\"",
        "{\"op\":\"pattern\",\"url\":\"a.example\",\"task\":\"t\",\"actions\":\"x\"} | actions must be a list of texts, not \"x\"",
        "{\"op\":\"skill-outcome\",\"id\":\"\",\"success\":true,\"seconds\":1} | id is blank",
        "{\"op\":\"episode\",\"id\":\"e\",\"task\":\"t\",\"outcome\":\"fine\"} | outcome must be success, failure or unknown, not 'fine'",
      })
  void refusesABadLineAndSaysWhy(String line, String why) {
    assertThatThrownBy(() -> parser.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, seconds must be zero or more",
    "-0.001, seconds must be zero or more",
    "1e999, seconds is too large a number",
    "NaN, not JSON: unexpected 'NaN' at column",
    "-Infinity, not JSON: unexpected",
    "'\"5\"', 'seconds must be a number, not \"5\"'",
    "1e300, took is longer than 100 years",
  })
  void refusesATimeThatIsNone(String seconds, String why) {
    assertThatThrownBy(() -> parser.parse(visitOf(seconds)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  /** The messages are for those who wrote the file, and do not know which parser reads it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeff{}",
        "{",
        "[",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\u12",
        "}",
        "]",
        ",",
        ":",
        "\"",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":0x10}",
        "{\"a\":tru}",
        "{\"a\":truely}",
        "{\"a\":Infinity}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;}",
        "\0",
        "{\"a\":\"\0\"}",
        "{\"a\":1}{",
        "{\"a\":1},",
        "{\"a\":1}\0\0",
        "[{}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":[{\"b\":1,\"b\":[]}]}",
        "\u2028{}"
      })
  void saysInWordsOfItsOwnWhyALineIsNoJson(String line) {
    assertThatThrownBy(() -> parser.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .doesNotContain("com.fasterxml", "Feature", "Source:", "CTRL-CHAR", "marker")
                    .doesNotContain("Unexpected", "Unrecognized", "token", "StreamRead", "`"));
  }

  @Test
  void saysInWordsOfItsOwnThatALineIsBeyondTheLimits() {
    for (String value : List.of("[".repeat(2000), "1".repeat(5000))) {
      assertThatThrownBy(() -> parser.parse("{\"a\":" + value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("it nests too deep, or has a number or a name that is too long")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("StreamRead", "maximum"));
    }
  }

  @Test
  void refusesAKeyThatIsTooLong() {
    String id = "x".repeat(600);
    assertThatThrownBy(
            () ->
                parser.parse(
                    "{\"op\":\"skill\",\"id\":\"" + id + "\",\"name\":\"n\",\"code\":\"c\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id has 600 bytes");
  }

  private static String visitOf(String seconds) {
    return "{\"op\":\"visit\",\"url\":\"a.example\",\"seconds\":" + seconds + "}";
  }
}
