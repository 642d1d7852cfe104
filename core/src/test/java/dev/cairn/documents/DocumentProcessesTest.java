package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.survival.Effort;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that four processes which add, replace, delete and search documents find what they should,
 * although one after the other is killed; and that the indexes are whole afterwards.
 */
@Tag("slow")
class DocumentProcessesTest {
  private static final int PROCESSES = 4;

  /** More documents than a search for one scores exactly, so that it chooses by signs. */
  private static final int OTHERS = Effort.of(600, 6_000);

  private static final Pattern ACKNOWLEDGED = Pattern.compile("(\\S+)\t(.* number\\d+)");

  @Test
  void searchesAreRightInAllProcessesWhileSomeAreKilled(@TempDir Path directory) {
    Random random = new Random(Effort.seed());
    int kills = Effort.of(3, 40);
    Map<String, String> acknowledged = new HashMap<>();
    List<OtherJvm> agents = new ArrayList<>();
    fill(directory);
    try {
      for (int i = 0; i < PROCESSES; i++) {
        agents.add(start(directory, i, 0));
      }
      for (int kill = 1; kill <= kills; kill++) {
        int victim = random.nextInt(PROCESSES);
        for (OtherJvm agent : agents) { // each makes some steps in between
          for (int i = 0; i < 10; i++) {
            note(agent.line(), acknowledged);
          }
        }
        OtherJvm killed = agents.get(victim);
        killed.kill().forEach(line -> note(line, acknowledged));
        assertThat(killed.errors()).doesNotContain("Exception");
        agents.set(victim, start(directory, victim, kill));
      }
      for (OtherJvm agent : agents) {
        agent.kill().forEach(line -> note(line, acknowledged));
        assertThat(agent.errors()).doesNotContain("Exception");
      }
    } finally {
      agents.forEach(OtherJvm::close);
    }
    assertIsSound(directory, acknowledged);
  }

  private static void fill(Path directory) {
    try (Cairn cairn = DocumentAgent.open(directory)) {
      cairn
          .memory()
          .documents("shared")
          .addAll(
              IntStream.range(0, OTHERS)
                  .mapToObj(i -> NewDocument.of("other" + i, "filler" + i + " text" + i % 7))
                  .toList());
    }
  }

  private static OtherJvm start(Path directory, int number, int kill) {
    return OtherJvm.small(
        DocumentAgent.class, directory, "agent" + number + "x" + kill, 31 * number + kill);
  }

  /** A line that the kill has cut off says nothing, or an earlier number. */
  private static void note(String line, Map<String, String> acknowledged) {
    Matcher said = ACKNOWLEDGED.matcher(line);
    if (said.matches()) {
      acknowledged.put(said.group(1), said.group(2));
    }
  }

  private static void assertIsSound(Path directory, Map<String, String> acknowledged) {
    try (Cairn cairn = DocumentAgent.open(directory)) {
      Documents documents = cairn.memory().documents("shared");
      assertThat(documents.check()).isEmpty();
      acknowledged.forEach(
          (id, text) -> {
            String stored = documents.get(id).orElseThrow().text();
            // The last write of a killed agent may be stored, and not acknowledged.
            assertThat(number(stored)).as(id).isGreaterThanOrEqualTo(number(text));
          });
    }
    VerifyOptions options = VerifyOptions.deep().withTables(Memory.tables());
    assertThat(Maintenance.verify(directory, options).findings()).isEmpty();
  }

  private static int number(String text) {
    return Integer.parseInt(text.substring(text.lastIndexOf("number") + "number".length()));
  }
}
