package dev.cairn.tools.mcp;

import dev.cairn.CairnException;

/** Converts an exception to one sentence that tells a language model what to do. */
final class Refusals {
  private static final int LONGEST = 1_000;

  private Refusals() {}

  /** Returns the sentence. */
  static String sentence(Throwable failure) {
    if (failure instanceof IllegalArgumentException || failure instanceof CairnException) {
      return shortened(String.valueOf(failure.getMessage()));
    } else if (failure instanceof OutOfMemoryError) {
      return "the server has too little memory for this; ask for less at once, with a limit for"
          + " example, or start it with more, as with CAIRN_JAVA_OPTS=-Xmx4g";
    } else if (failure instanceof StackOverflowError) {
      return "the arguments are nested too deeply; send them flat, as the schema says";
    }
    return shortened("unexpected: " + failure + "; a server with --debug logs more");
  }

  private static String shortened(String message) {
    if (message.length() <= LONGEST) {
      return message;
    }
    boolean cutsPair = Character.isHighSurrogate(message.charAt(LONGEST - 1));
    return message.substring(0, cutsPair ? LONGEST - 1 : LONGEST) + "…";
  }
}
