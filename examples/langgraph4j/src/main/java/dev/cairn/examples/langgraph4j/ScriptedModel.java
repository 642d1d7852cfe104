package dev.cairn.examples.langgraph4j;

import java.util.List;

/** Imitates a language model for the example: it understands two kinds of sentences. */
final class ScriptedModel {
  private ScriptedModel() {}

  /** Answers the last of {@code messages}, with the call of a tool or with a sentence. */
  static String answer(List<String> messages) {
    List<String> words = List.of(messages.get(messages.size() - 1).replace("?", "").split(" ", -1));
    return switch (words.get(0)) {
      case "Learn" -> "call learn " + words.get(6) + " " + words.get(8);
      case "Where" -> "call find " + words.get(6);
      default -> "I have it: " + String.join(" ", words);
    };
  }
}
