package dev.cairn.bench.recall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes English-like documents and questions of any number, each about a topic that decides on its
 * words and on its vector. The frequencies of words follow Zipf's law. The same number gives the
 * same document in every JVM.
 */
final class Corpus {
  /** The number of words of a document, unless a measurement says otherwise. */
  static final int WORDS = 40;

  private static final int WORDS_OF_A_QUESTION = 8;
  private static final int WORDS_OF_A_SENTENCE = 12;
  private static final int VOCABULARY = 30_000;
  private static final int WORDS_OF_A_TOPIC = 300;

  /** The share of words that say nothing of the topic, which analysers pass over; as in English. */
  private static final double FUNCTION_WORDS = 0.4;

  /** The share of the others that belong to the topic. */
  private static final double TOPICAL = 0.5;

  private static final List<String> FUNCTIONS =
      List.of("the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "with", "as", "on");

  private static final String CONSONANTS = "bdfgklmnprstvz";
  private static final String VOWELS = "aeiou";

  /** The offset of ranks in Mandelbrot's form of the law. */
  private static final double RANK_OFFSET = 2.7;

  private static final long DOCUMENTS = 0x9E37_79B9_7F4A_7C15L;
  private static final long QUESTIONS = 0xD1B5_4A32_D192_ED03L;

  private final TopicVectors vectors = new TopicVectors();
  private final double[] general = cumulative(VOCABULARY);
  private final double[] topical = cumulative(WORDS_OF_A_TOPIC);

  private static double[] cumulative(int ranks) {
    double[] sums = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1 / (rank + RANK_OFFSET);
      sums[rank] = sum;
    }
    return sums;
  }

  /** Returns the document of a number. */
  Entry document(int number, int words) {
    return entry(new Random((number + 1) * DOCUMENTS), words);
  }

  /** Returns consecutive documents. */
  List<Entry> documents(int from, int to, int words) {
    return IntStream.range(from, to).mapToObj(number -> document(number, words)).toList();
  }

  /** Returns consecutive questions, none of which is a document. */
  List<Entry> questions(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number -> entry(new Random((number + 1) * QUESTIONS), WORDS_OF_A_QUESTION))
        .toList();
  }

  private Entry entry(Random random, int words) {
    int topic = random.nextInt(TopicVectors.TOPICS);
    List<String> text = new ArrayList<>(words);
    for (int i = 0; i < words; i++) {
      String word = word(topic, random);
      text.add((i + 1) % WORDS_OF_A_SENTENCE == 0 ? word + "." : word);
    }
    return new Entry(String.join(" ", text), vectors.about(topic, random));
  }

  private String word(int topic, Random random) {
    if (random.nextDouble() < FUNCTION_WORDS) {
      return FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    }
    if (random.nextDouble() < TOPICAL) {
      int rank = rank(topical, random);
      return word(new Random(topic * 1_000L + rank).nextInt(VOCABULARY));
    }
    return word(rank(general, random));
  }

  private static int rank(double[] cumulative, Random random) {
    double drawn = random.nextDouble() * cumulative[cumulative.length - 1];
    int place = Arrays.binarySearch(cumulative, drawn);
    return Math.min(cumulative.length - 1, place < 0 ? -place - 1 : place);
  }

  /** Returns the word of a rank: three syllables, so that no stemmer makes two words one. */
  private static String word(int rank) {
    int syllables = CONSONANTS.length() * VOWELS.length();
    StringBuilder word = new StringBuilder();
    int rest = rank;
    for (int i = 0; i < 3; i++) {
      int syllable = rest % syllables;
      word.append(CONSONANTS.charAt(syllable / VOWELS.length()));
      word.append(VOWELS.charAt(syllable % VOWELS.length()));
      rest /= syllables;
    }
    return word.toString();
  }
}
