package dev.cairn.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.documents.Chunker.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Source code is cut into passages of whole lines, between its declarations. */
class SourceChunkerTest {
  private static final int LONGEST = 1_000;

  private static List<String> passages(String path, String text) {
    return new SourceChunker(Language.of(path).structure())
        .cut(text).stream().map(span -> text.substring(span.start(), span.end())).toList();
  }

  @Test
  void aShortFileIsOnePassage() {
    assertThat(passages("A.java", "\n\nclass A {\n\n}\n\n")).containsExactly("class A {\n\n}");
  }

  @Test
  void codeWithBracesIsCutBetweenDeclarationsAndBeforeTheirComments() {
    String method =
        "  /** Says a number. */\n  int a() {\n" + "    use(1); // }\n".repeat(40) + "  }";
    String text = "class A {\n" + method + "\n\n" + method + "\n\n" + method + "\n}\n";
    assertThat(passages("A.java", text))
        .containsExactly("class A {\n" + method, method, method + "\n}");
  }

  @Test
  void bracesInLiteralsAndCommentsDoNotCount() {
    String method = "  void a() {\n" + "    b('{', \"{\\\"{\"); /* { */\n".repeat(20) + "  }";
    String text = "class A {\n" + (method + "\n\n").repeat(4) + "}\n";
    assertThat(passages("A.java", text)).allMatch(passage -> passage.contains("void a() {"));
  }

  @Test
  void codeWithIndentationIsCutBetweenDefinitions() {
    String function = "def a():\n" + "    if b:\n        c()\n".repeat(25);
    assertThat(passages("a.py", function + "\n\n" + function + "\n\n" + function))
        .allMatch(passage -> passage.equals(function.strip()))
        .hasSize(3);
  }

  @Test
  void markdownIsCutBeforeHeadings() {
    String fence = "```\n# no heading\n```\n";
    String section = "# Part\n\n" + "Words of a paragraph.\n\n".repeat(30) + fence;
    assertThat(passages("a.md", section + "\n" + section + "\n" + section))
        .allMatch(passage -> passage.equals(section.strip()))
        .hasSize(3);
  }

  @Test
  void otherTextsAreCutBetweenParagraphs() {
    String paragraph = "word ".repeat(120).strip();
    assertThat(passages("a.txt", String.join("\n\n", paragraph, paragraph, paragraph)))
        .containsExactly(paragraph, paragraph, paragraph);
  }

  @Test
  void aLongLineIsCutButNoCharacter() {
    String line = "\uD83D\uDE00".repeat(2_001);
    List<String> passages = passages("a.min.js", "x" + line + "\ny\n");
    assertThat(String.join("", passages)).isEqualTo("x" + line + "\ny");
    assertThat(passages).allMatch(passage -> passage.length() <= LONGEST);
    assertThat(passages).allMatch(passage -> !Character.isLowSurrogate(passage.charAt(0)));
  }

  @Test
  void nothingButSpaceIsLostOfAnyText() {
    Random random = new Random(1);
    String[] parts = {
      "{", "}", "\n", "\n\n", " ", "\t", "\"", "'", "/*", "*/", "//", "\r\n", "word", "# x", "é"
    };
    String[] paths = {"a.java", "a.py", "a.md", "a.txt"};
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(3_000);
      int last = 1 + random.nextInt(parts.length);
      while (text.length() < length) {
        text.append(parts[random.nextInt(last)]);
      }
      assertCoversAll(paths[i % paths.length], text.toString());
    }
  }

  @Test
  void theSourcesOfThisProjectAreCutIntoWholeLines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        for (Span span : assertCoversAll(file.toString(), text)) {
          assertThat(span.start() == 0 || text.charAt(span.start() - 1) == '\n').isTrue();
        }
      }
    }
  }

  private static List<Span> assertCoversAll(String path, String text) {
    List<Span> spans = new SourceChunker(Language.of(path).structure()).cut(text);
    List<String> between = new ArrayList<>();
    int end = 0;
    for (Span span : spans) {
      assertThat(span.start()).isGreaterThanOrEqualTo(end);
      assertThat(span.end() - span.start()).isBetween(1, LONGEST);
      between.add(text.substring(end, span.start()));
      end = span.end();
    }
    between.add(text.substring(end));
    assertThat(between).as("%s: %s", path, text).allMatch(String::isBlank);
    return spans;
  }
}
