package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.testing.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a document whose value was damaged on disk is reported, and holds up nobody. */
class DamagedDocumentTest {
  /** Signs that are in no index of words. */
  private static final String MARK = "-=-=-+-=-=-";

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();

  private Cairn open() {
    return Cairn.open(directory, CairnOptions.defaults().withClock(clock));
  }

  @Test
  void anExpiredOneIsPassedOverByTheWritesThatSweep() throws IOException {
    Instant end = clock.instant().plusSeconds(60);
    try (Cairn cairn = open()) {
      Documents notes = cairn.memory().documents("notes");
      notes.addOrReplace(NewDocument.of("a", "short " + MARK + " lived").expiringAt(end));
      for (int i = 0; i < 20; i++) { // more than a write sweeps
        notes.addOrReplace(NewDocument.of("a" + i, "short " + MARK + i).expiringAt(end));
      }
      notes.addOrReplace(NewDocument.of("b", "short lived too").expiringAt(end.plusSeconds(1)));
    }
    damage();
    clock.advance(Duration.ofMinutes(2));
    try (Cairn cairn = open()) {
      Documents notes = cairn.memory().documents("notes");
      notes.addOrReplace("c", "a write", Metadata.none());
      assertThat(notes.get("c")).isPresent();
      assertThat(notes.sweepExpired()).as("the other one is swept by now").isZero();
    }
    VerifyOptions options = VerifyOptions.deep().withTables(Memory.tables());
    assertThat(Maintenance.verify(directory, options).findings())
        .anyMatch(finding -> finding.toString().contains("\"a\""));
  }

  @Test
  void searchesThatDoNotFindItAreNotHeldUp() throws IOException {
    try (Cairn cairn = open()) {
      Documents notes = cairn.memory().documents("notes");
      notes.addOrReplace("old", "Ann lives " + MARK + " in Rome", Metadata.none());
      notes.addOrReplace("new", "Ann lives in Oslo", Metadata.none());
      notes.addOrReplace("other", "grey " + MARK + " stones", Metadata.none());
      notes.supersede("old", "new");
    }
    damage();
    try (Cairn cairn = open()) {
      Documents notes = cairn.memory().documents("notes");
      SearchRequest request = SearchRequest.of("Ann lives", 5);
      for (int i = 0; i < 2; i++) {
        for (SearchRequest each : List.of(request, request.weighingAge(Duration.ofDays(1)))) {
          assertThat(notes.search(each))
              .extracting(hit -> hit.document().id())
              .as("%s", each)
              .containsExactly("new");
        }
        notes.useful("new");
      }
    }
  }

  private void damage() throws IOException {
    Path file = directory.resolve("data.mdb");
    byte[] bytes = Files.readAllBytes(file);
    byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
    int found = 0;
    for (int i = 0; i + mark.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length)) {
        bytes[i] = '*';
        found++;
      }
    }
    assertThat(found).isPositive();
    Files.write(file, bytes);
  }
}
