package dev.cairn.config;

import dev.cairn.CachePolicy;
import dev.cairn.Durability;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.limits.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the texts of settings of one kind, such as durations, as values.
 *
 * @param syntax describes the texts, for the documentation
 * @param type the class of the values
 * @param reading reads a text, which is stripped, and not empty except for paths
 */
record Form<T>(String syntax, Class<T> type, Reading<? extends T> reading) {
  /** Reads a text, or refuses it with an {@link IllegalArgumentException} that says why. */
  interface Reading<T> {
    T read(String text, Map<String, String> environment);
  }

  private static final int SHOWN_CHARS = 80;
  private static final int GREATEST_COUNT = 100_000;

  static final Form<Path> PATH =
      new Form<>("a path, also with `~/`", Path.class, WrittenValue::path);

  static final Form<Durability> DURABILITY =
      new Form<>("`sync` or `relaxed`", Durability.class, (text, env) -> durability(text));

  static final Form<CachePolicy> CACHE =
      new Form<>(
          "a duration, `until-changed` or `off`", CachePolicy.class, (text, env) -> cache(text));

  static final Form<Duration> DURATION =
      new Form<>("a duration", Duration.class, (text, env) -> WrittenValue.duration(text));

  static final Form<?> RATE =
      new Form<>("a rate, or `off`", Optional.class, (text, env) -> rate(text));

  static final Form<Boolean> SWITCH =
      new Form<>("`true` or `false`", Boolean.class, (text, env) -> truth(text));

  static final Form<Integer> COUNT =
      new Form<>("a number from 1 to 100,000", Integer.class, (text, env) -> count(text));

  static final Form<String> EMBEDDER =
      new Form<>("`minilm` or `none`", String.class, (text, env) -> embedder(text));

  static final Form<String> TEXT = new Form<>("a text", String.class, (text, env) -> text);

  static final Form<?> NAMES =
      new Form<>("names, with commas between", List.class, (text, env) -> names(text));

  /** Returns the form of sizes of {@code least} bytes and more. */
  static Form<Long> size(String leastText, long least) {
    return new Form<>(
        "a size, at least " + leastText,
        Long.class,
        (text, env) -> {
          long bytes = WrittenValue.bytes(text);
          if (bytes < least) {
            throw new IllegalArgumentException(
                "%s is less than %s".formatted(shown(text), leastText));
          }
          return bytes;
        });
  }

  /** Returns a text as messages show it. */
  static String shown(String text) {
    return Arguments.quoted(text, SHOWN_CHARS);
  }

  private static Durability durability(String text) {
    for (Durability each : Durability.values()) {
      if (each.name().equalsIgnoreCase(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(shown(text) + " is neither sync nor relaxed");
  }

  private static String embedder(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (!name.equals("minilm") && !name.equals("none")) {
      throw new IllegalArgumentException(shown(text) + " is neither minilm nor none");
    }
    return name;
  }

  private static CachePolicy cache(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "off" -> CachePolicy.off();
      case "until-changed" -> CachePolicy.untilChanged();
      default -> CachePolicy.ttl(WrittenValue.duration(text));
    };
  }

  private static Optional<Rate> rate(String text) {
    return text.equalsIgnoreCase("off") ? Optional.empty() : Optional.of(WrittenValue.rate(text));
  }

  private static int count(String text) {
    if (text.matches("\\d{1,9}")) {
      int count = Integer.parseInt(text);
      if (count >= 1 && count <= GREATEST_COUNT) {
        return count;
      }
    }
    throw new IllegalArgumentException("%s is no number from 1 to 100,000".formatted(shown(text)));
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(shown(text) + " is neither true nor false");
    };
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a name is missing in " + shown(text));
      }
      names.add(name.strip());
    }
    return Collections.unmodifiableList(names);
  }
}
