package dev.cairn.bench.recall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the documents that are truly nearest to each of some questions, by comparing every question
 * with every document. They are kept in a file beside the store that holds the documents.
 */
final class ExactNearest {
  /** How many are found for each question. */
  static final int K = 10;

  /** The number of questions. */
  static final int QUESTIONS = 200;

  private static final String FILE = "nearest.txt";

  private final List<Entry> questions;
  private final double[][] scores = new double[QUESTIONS][K];
  private final int[][] numbers = new int[QUESTIONS][K];

  ExactNearest(Corpus corpus) {
    questions = corpus.questions(0, QUESTIONS);
    Arrays.stream(scores).forEach(each -> Arrays.fill(each, Double.NEGATIVE_INFINITY));
  }

  /** Compares a document with all questions. */
  void offer(int number, float[] vector) {
    for (int question = 0; question < QUESTIONS; question++) {
      double score = TopicVectors.dot(questions.get(question).vector, vector);
      if (score > scores[question][K - 1]) {
        insert(scores[question], numbers[question], score, number);
      }
    }
  }

  /** The scores of a question descend. */
  private static void insert(double[] scores, int[] numbers, double score, int number) {
    int place = K - 1;
    while (place > 0 && scores[place - 1] < score) {
      scores[place] = scores[place - 1];
      numbers[place] = numbers[place - 1];
      place--;
    }
    scores[place] = score;
    numbers[place] = number;
  }

  void save(Path directory) throws IOException {
    Files.write(
        directory.resolve(FILE),
        Arrays.stream(numbers)
            .map(IntStream::of)
            .map(each -> each.mapToObj(Integer::toString).collect(Collectors.joining(" ")))
            .toList());
  }

  /** Returns what was saved: the numbers of the nearest documents, by question. */
  static List<Set<Integer>> load(Path directory) throws IOException {
    return Files.readAllLines(directory.resolve(FILE)).stream()
        .map(line -> Arrays.stream(line.split(" ", K)).map(Integer::valueOf))
        .map(each -> each.collect(Collectors.toSet()))
        .toList();
  }
}
