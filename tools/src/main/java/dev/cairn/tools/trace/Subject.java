package dev.cairn.tools.trace;

import dev.cairn.values.SiteName;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an operation is about: operations about different subjects do not see each other's effects.
 *
 * @param kind what the subject is
 * @param names which one it is, as the library tells its rows apart
 */
public record Subject(Kind kind, List<String> names) {
  /** The kinds of things that a trace tells of. */
  public enum Kind {
    SITE("site"),
    SELECTOR("selector"),
    QUIRK("quirk"),
    PATTERN("pattern"),
    SKILL("skill"),
    EPISODE("episode");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  static Subject named(Kind kind, String... names) {
    return new Subject(kind, List.of(names));
  }

  /** Returns a subject that belongs to the site of {@code url}, or that site itself. */
  static Subject at(String url, Kind kind, String... names) {
    return new Subject(kind, Stream.concat(Stream.of(SiteName.of(url)), Stream.of(names)).toList());
  }

  /** Returns it as messages call it. */
  @Override
  public String toString() {
    return kind.word + " " + String.join(" / ", names);
  }
}
