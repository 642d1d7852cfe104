package dev.cairn.tools.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests that records are written as JSON with exact texts, and without characters that control a
 * terminal.
 */
class JsonTest {
  enum Mood {
    GOOD
  }

  record Everything(
      String text,
      long number,
      Duration took,
      Instant at,
      Mood mood,
      Optional<Instant> later,
      Optional<String> name,
      List<Mood> moods) {
    public boolean isComponent() {
      return false;
    }
  }

  @Test
  void writesTheComponentsOfARecord() {
    assertThat(
            Json.line(
                new Everything(
                    "ä\n\"",
                    7,
                    Duration.ofMillis(1500),
                    Instant.EPOCH,
                    Mood.GOOD,
                    Optional.empty(),
                    Optional.of("n"),
                    List.of(Mood.GOOD))))
        .isEqualTo(
            "{\"text\":\"ä\\n\\\"\",\"number\":7,\"took\":1.5,\"at\":\"1970-01-01T00:00:00Z\","
                + "\"mood\":\"good\",\"later\":null,\"name\":\"n\",\"moods\":[\"good\"]}");
  }

  @Test
  void writesAMapInItsOrder() {
    assertThat(Json.line(Map.of("a", Optional.of(Duration.ofSeconds(2))))).isEqualTo("{\"a\":2.0}");
  }

  @Test
  void aTextOfAnyCharactersIsExactAndNeverCommandsATerminal() throws IOException {
    ObjectMapper reader = new ObjectMapper();
    for (int first = 0; first <= Character.MAX_CODE_POINT; first += 64) {
      StringBuilder text = new StringBuilder();
      for (int codePoint = first; codePoint < first + 64; codePoint++) {
        text.appendCodePoint(codePoint).append('.');
      }

      String json = Json.line(Map.of("text", text.toString()));

      assertThat(TerminalText.isPrinted(json)).as("from %x", first).isTrue();
      assertThat(json.indexOf('\n')).isNegative();
      assertThat(reader.readTree(json).get("text").textValue()).isEqualTo(text.toString());
    }
  }
}
