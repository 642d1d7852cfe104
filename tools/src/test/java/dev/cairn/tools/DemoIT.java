package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.skills.Skill;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn demo} shows the knowledge that agents share, and leaves a usable store of
 * its own.
 */
class DemoIT {
  @TempDir private Path directory;

  @Test
  void showsWhatTheAgentsShare() {
    assertThat(demo().succeeded().out())
        .contains(
            "32 agents in 2 JVMs",
            "operations by 2 JVMs of 4 agents",
            "nothing lost",
            "Sites, the most visited first",
            "What a language model is told of ",
            "Skills, the best first",
            "Episodes, the newest first",
            "cairn show site github.com --store ");
  }

  @Test
  void leavesAStoreFromWhichAgentsLearn() throws IOException {
    JsonNode report = new ObjectMapper().readTree(demo("--json").succeeded().out());

    assertThat(report.get("operations").intValue()).isGreaterThanOrEqualTo(2000);
    assertThat(report.get("lost").intValue()).isZero();
    try (Cairn cairn = Cairn.open(Path.of(report.get("store").textValue()))) {
      Memory memory = cairn.memory();
      assertThat(memory.sites().count()).isGreaterThanOrEqualTo(12);
      assertThat(memory.episodes().count()).isGreaterThanOrEqualTo(300);
      assertThat(memory.skills().list())
          .allSatisfy(
              skill -> assertThat(memory.skills().statistics(skill.id()).uses()).isPositive())
          .anySatisfy(skill -> assertThat(skill.version()).isGreaterThan(1))
          .extracting(Skill::code)
          .doesNotContain("");
      assertThat(memory.sites().list().stream().map(Site::name))
          .allSatisfy(site -> assertThat(memory.sites().quirks(site)).isNotEmpty())
          .allSatisfy(site -> assertThat(memory.sites().patterns(site)).isNotEmpty())
          .flatMap(site -> memory.sites().selectors(site))
          .as("a fallback that took over")
          .anySatisfy(selector -> assertThat(selector.current()).isNotEqualTo(selector.primary()))
          .allMatch(Selector::isCached);
    }
  }

  @Test
  void makesAStoreOfItsOwn() {
    demo("--store", "mine").failed(2, "demo makes a store of its own");
    assertThat(demo("--help").succeeded().out())
        .contains("--jvms", "--map-size")
        .doesNotContain("--store");

    assertThat(directory).isEmptyDirectory();
  }

  /** The store is made in the directory for temporary files; here that is one that goes away. */
  private Launched.Result demo(String... more) {
    String options = String.join(" ", more);
    return Launched.shell(
        directory, "TMPDIR='" + directory + "' cairn demo --jvms 2 --agents 4 " + options);
  }
}
