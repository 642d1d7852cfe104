package dev.cairn.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Thrown when settings cannot be used; it names all mistakes at once, and nothing was opened. */
public final class InvalidConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Serializable, as all lists of List.copyOf are. */
  @SuppressWarnings("serial")
  private final List<String> mistakes;

  InvalidConfigurationException(List<String> mistakes) {
    super(message(mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  private static String message(List<String> mistakes) {
    if (mistakes.size() == 1) {
      return "a mistake in the configuration: " + mistakes.get(0);
    }
    return IntStream.range(0, mistakes.size())
        .mapToObj(i -> "(%d) %s".formatted(i + 1, mistakes.get(i)))
        .collect(
            Collectors.joining("; ", mistakes.size() + " mistakes in the configuration: ", ""));
  }

  /** Returns the mistakes: each with the name of its setting, the reason and the way out. */
  public List<String> mistakes() {
    return mistakes;
  }
}
