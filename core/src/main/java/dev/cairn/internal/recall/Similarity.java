package dev.cairn.internal.recall;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells how near two texts are by the words that both have. */
public final class Similarity {
  /** From here on two texts say nearly the same. */
  public static final double NEAR = 0.9;

  /** The characters of a text that are compared. */
  private static final int COMPARED = 20_000;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private Similarity() {}

  /** Returns the share of the words of both texts together that both have, from 0 to 1. */
  public static double ofWords(String one, String other) {
    Set<String> words = words(one);
    Set<String> others = words(other);
    long both = words.stream().filter(others::contains).count();
    long all = words.size() + others.size() - both;
    return all == 0 ? 0 : (double) both / all;
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    String compared = text.substring(0, Math.min(text.length(), COMPARED));
    Matcher word = WORD.matcher(compared.toLowerCase(Locale.ROOT));
    while (word.find()) {
      words.add(word.group());
    }
    return words;
  }
}
