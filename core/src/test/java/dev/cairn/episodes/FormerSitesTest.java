package dev.cairn.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.values.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that episodes stored under a site name by the old rules (IDNA 2003) get the name by today's
 * rules.
 */
class FormerSitesTest {
  @Test
  void theUrlTellsTheNameOfToday(@TempDir Path directory) {
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      Episodes episodes = memory.episodes();
      episodes.record(episode("moves", "https://straße.de/a", "strasse.de"));
      episodes.record(episode("another site", "https://strasse.de/a", "strasse.de"));
      episodes.record(episode("chosen by its caller", "https://straße.de/a", "example.com"));
      episodes.record(episode("no name today", "https://👩\u200D💻.ws/", "xn--rq8hef.ws"));
      memory.write(
          m -> {
            for (int i = 0; i < FormerSites.BATCH; i++) {
              m.episodes().record(episode("many " + i, "https://βόλος.com/", "xn--nxasmq6b.com"));
            }
          });

      assertThat(episodes.moveFormerSites()).isEqualTo(FormerSites.BATCH + 1);

      assertThat(site(episodes, "moves")).contains("xn--strae-oqa.de");
      assertThat(site(episodes, "another site")).contains("strasse.de");
      assertThat(site(episodes, "chosen by its caller")).contains("example.com");
      assertThat(site(episodes, "no name today")).contains("xn--rq8hef.ws");
      assertThat(episodes.find(EpisodeQuery.newest(1_000).atSite("https://βόλος.com/")))
          .hasSize(FormerSites.BATCH);
      assertThat(episodes.moveFormerSites()).isZero();
    }
  }

  private static Optional<String> site(Episodes episodes, String id) {
    return episodes.get(id).orElseThrow().site();
  }

  private static Episode episode(String id, String url, String site) {
    return new Episode(
        id,
        "task",
        Optional.of(url),
        Optional.of(site),
        Optional.empty(),
        Outcome.SUCCESS,
        List.of(),
        "",
        Instant.EPOCH);
  }
}
