package dev.cairn.internal.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that Lucene costs nothing where no text is analysed, and warns of nothing where one is. The
 * build does this on Java 17 and 25.
 */
class LuceneStartTest {
  /** Opens a store, writes and reads; with a text, analyses it. */
  static final class Program {
    public static void main(String[] args) {
      try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
        WordIndex index = new WordIndex(Analysis.of("en"));
        cairn.memory().sites().recordVisit("https://example.com/", Duration.ofSeconds(1));
        System.out.println(cairn.memory().sites().list().size());
        for (String text : List.of(args).subList(1, args.length)) {
          System.out.println(index.analyse(text).words());
        }
      }
    }
  }

  @Test
  void aStoreWithoutTextsLoadsNothingOfIt(@TempDir Path directory) throws Exception {
    Path loaded = directory.resolve("classes.txt");
    try (OtherJvm jvm =
        OtherJvm.of(Program.class, directory.resolve("store"))
            .flags(List.of("-Xlog:class+load:file=" + loaded))
            .start()) {
      assertThat(jvm.expectEnd()).containsExactly("1");
    }
    assertThat(Files.readString(loaded)).contains(Analysis.class.getName());
    assertThat(Files.readString(loaded)).doesNotContain("org.apache.lucene");
  }

  @Test
  void theFirstTextBringsNoWarning(@TempDir Path directory) {
    try (OtherJvm jvm =
        OtherJvm.of(Program.class, directory.resolve("store"), "two words")
            .flags(List.of("--enable-native-access=ALL-UNNAMED")) // which LMDB needs
            .start()) {
      assertThat(jvm.expectEnd()).containsExactly("1", "2");
      assertThat(jvm.errors()).isEmpty();
    }
  }
}
