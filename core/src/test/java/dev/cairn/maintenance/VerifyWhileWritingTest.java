package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.skills.Skill;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that verification reports no fault in a sound store while other processes write to it as
 * fast as they can.
 */
@Tag("slow")
class VerifyWhileWritingTest {
  private static final int ROUNDS = Integer.getInteger("cairn.verify.rounds", 25);

  /** Grows and shrinks rows until it is killed. */
  static final class Writer {
    public static void main(String[] arguments) throws IOException {
      Random random = new Random(Long.parseLong(arguments[1]));
      try (Cairn cairn =
          Cairn.open(
              Path.of(arguments[0]),
              CairnOptions.defaults().withDurability(dev.cairn.Durability.RELAXED))) {
        for (long i = 0; ; i++) {
          if (i == 200) {
            System.out.println("writing");
          }
          write(cairn.memory(), random);
        }
      }
    }

    private static void write(Memory memory, Random random) {
      String id = "skill" + random.nextInt(300);
      if (random.nextInt(3) == 0) {
        memory.skills().remove(id);
      } else {
        String code = "x".repeat(random.nextInt(random.nextInt(5) == 0 ? 30_000 : 500));
        memory.skills().add(Skill.of(id, "Skill").withCode(code).tagged("tag" + code.length() % 7));
      }
      String url = "https://site" + random.nextInt(200) + ".example.com";
      memory.sites().recordVisit(url, Duration.ofMillis(5));
      memory.sites().cacheSelector(url, "box", "#" + random.nextInt(), List.of());
    }
  }

  @Test
  void nothingIsFoundWrong(@TempDir Path directory) throws IOException {
    Set<Long> versions = new HashSet<>();
    try (OtherJvm one = OtherJvm.start(Writer.class, directory, 1);
        OtherJvm two = OtherJvm.start(Writer.class, directory, 2)) {
      assertThat(one.line()).as(one.errors()).isEqualTo("writing");
      assertThat(two.line()).as(two.errors()).isEqualTo("writing");
      for (int i = 0; i < ROUNDS; i++) {
        VerifyReport report =
            Maintenance.verify(directory, VerifyOptions.deep().withTables(Memory.tables()));
        assertThat(report.findings()).isEmpty();
        assertThat(report.tables()).extracting(VerifyReport.TableCount::table).contains("skills");
        versions.add(report.version());
      }
    }
    assertThat(versions).as("states that were seen").hasSizeGreaterThan(ROUNDS / 2);
    assertThat(
            Maintenance.verify(directory, VerifyOptions.deep().withTables(Memory.tables()))
                .findings())
        .isEmpty();
  }
}
