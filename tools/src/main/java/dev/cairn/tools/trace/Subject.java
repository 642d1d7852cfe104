package dev.cairn.tools.trace;

import dev.cairn.values.SiteName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies the record that a recorded operation changes. Operations on different subjects do not
 * affect each other.
 *
 * @param kind the kind of thing
 * @param names its key, as the library has it
 */
public record Subject(Kind kind, List<String> names) {
  /** The kinds of things that operations change. */
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

  /** Returns the subject as it is named in messages. */
  @Override
  public String toString() {
    return kind.word + " " + String.join(" / ", names);
  }
}
