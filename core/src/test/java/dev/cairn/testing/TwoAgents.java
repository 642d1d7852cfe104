package dev.cairn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Runs one program in two JVMs at the same time, and checks that both added everything. */
public final class TwoAgents {
  /** The names of the two, each the second argument of its program. */
  public static final List<String> NAMES = List.of("one", "two");

  private TwoAgents() {}

  /**
   * Starts both, lets them begin at the same moment, and waits for their end.
   *
   * @param program says "ready", waits for a line, and works; its arguments are the directory, its
   *     name and the number
   * @param number how many things each adds
   */
  public static void run(Class<?> program, Path directory, int number) {
    try (OtherJvm one = OtherJvm.small(program, directory, NAMES.get(0), number);
        OtherJvm two = OtherJvm.small(program, directory, NAMES.get(1), number)) {
      for (OtherJvm each : List.of(one, two)) {
        assertThat(each.line()).isEqualTo("ready");
      }
      one.send("go");
      two.send("go");
      one.expectEnd();
      two.expectEnd();
    }
  }

  /** Returns the texts that one of them adds, in their order: its name and a number. */
  public static List<String> textsOf(String name, int number) {
    return IntStream.range(0, number).mapToObj(i -> name + " " + i).toList();
  }

  /** Fails unless the texts are those of both, each one's in their order, and mixed. */
  public static void assertAllOf(List<String> texts, int number) {
    for (String name : NAMES) {
      assertThat(texts.stream().filter(text -> text.startsWith(name)))
          .containsExactlyElementsOf(textsOf(name, number));
    }
    assertThat(texts).hasSize(2 * number);
    assertThat(texts.subList(0, number))
        .as("both at the same time")
        .anyMatch(text -> text.startsWith("one"))
        .anyMatch(text -> text.startsWith("two"));
  }
}
