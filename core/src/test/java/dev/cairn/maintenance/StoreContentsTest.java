package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.maintenance.ProgressListener.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a store's contents can be written in the dump format that LMDB's own tools read. */
class StoreContentsTest {
  private static final int USERS = 5_000;

  @TempDir Path store;

  @BeforeEach
  void fill() {
    try (Cairn cairn = Cairn.open(store)) {
      cairn
          .memory()
          .write(
              memory -> {
                for (int i = 0; i < USERS; i++) {
                  memory.users().recordConversation("user" + i);
                }
              });
    }
  }

  private StoreContents contents() {
    return Maintenance.contents(store, ContentsOptions.defaults());
  }

  @Test
  void aDumpForLmdbsToolsHasEveryEntryOfBothDatabases() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Long> reached = new ArrayList<>();
    try (StoreContents contents = contents()) {
      long written =
          contents.writeMdbDump(
              out,
              (step, done) -> {
                assertThat(step).isEqualTo(Step.READING);
                reached.add(done);
              });
      List<String> lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
      int changes = lines.indexOf("database=changes");
      int data = lines.indexOf("database=data");
      assertThat(entries(lines.subList(data, lines.size()))).isEqualTo(contents.entries());
      assertThat(entries(lines.subList(changes, data))).isEqualTo(written - contents.entries());
      assertThat(contents.entries()).isBetween((long) USERS, USERS + 20L);
      assertThat(reached).isNotEmpty().isSorted().allMatch(done -> done <= written);
    }
  }

  /** An entry is a line of its key and a line of its value. */
  private static long entries(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith(" ")).count() / 2;
  }

  @Test
  void aDumpNeedsAnOutputAndAListener() {
    try (StoreContents contents = contents()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> contents.writeMdbDump(null, ProgressListener.none()))
          .withMessageContaining("out");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> contents.writeMdbDump(OutputStream.nullOutputStream(), null))
          .withMessageContaining("progress");
    }
  }
}
