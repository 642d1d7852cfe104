package dev.cairn.documents;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A test program that adds, replaces, deletes and searches documents until it is killed, and checks
 * each search against the documents of the same snapshot.
 */
final class DocumentAgent {
  /** The ids that all agents share. */
  private static final int SHARED = 40;

  /** The words of the texts: each text has three of them. */
  private static final int WORDS = 12;

  private DocumentAgent() {}

  static Cairn open(Path store) {
    return Cairn.open(store, CairnOptions.defaults().withEmbedder(new HashedWords("hashed")));
  }

  /**
   * Runs the agent.
   *
   * @param arguments the store, the name of the agent, and a seed
   */
  public static void main(String[] arguments) throws IOException {
    OtherJvm.endWithAnyThread();
    String name = arguments[1];
    Random random = new Random(Long.parseLong(arguments[2]));
    try (Cairn cairn = open(Path.of(arguments[0]))) {
      for (int step = 0; ; step++) {
        change(cairn.memory().documents("shared"), random, name, step);
        if (step % 5 == 0) {
          check(cairn, random);
        }
      }
    }
  }

  private static void change(Documents documents, Random random, String name, int step) {
    String id = "d" + random.nextInt(SHARED);
    if (random.nextInt(4) == 0) {
      documents.delete(id);
      return;
    }
    documents.addOrReplace(
        NewDocument.of(id, word(random) + " " + word(random) + " " + word(random))
            .with("n", random.nextInt(10)));
    // Nobody else has this id, so what was acknowledged must be found as it is.
    String own = name + "/" + step % 7;
    String text = word(random) + " only" + name + " number" + step;
    documents.addOrReplace(own, text, Metadata.of("owner", name));
    require(
        documents.search(SearchRequest.of("number" + step, 99).byWords()).stream()
            .anyMatch(hit -> hit.document().id().equals(own)),
        "the words of " + own + " are not found: " + text);
    require(
        documents.search(SearchRequest.of(text, 1).byMeaning()).get(0).document().id().equals(own),
        "the meaning of " + own + " is not found among all: " + text);
    require(
        documents
            .search(SearchRequest.of(text, 1).byMeaning().matching(Filter.where("owner").is(name)))
            .get(0)
            .document()
            .text()
            .equals(text),
        "the meaning of " + own + " is not found: " + text);
    System.out.println(own + "\t" + text);
  }

  private static String word(Random random) {
    return "word" + (char) ('a' + random.nextInt(WORDS));
  }

  private static void check(Cairn cairn, Random random) {
    String word = word(random);
    float[] vector = new HashedWords("hashed").embed(List.of(word)).get(0);
    Filter filter = Filter.where("n").lessThan(random.nextInt(10));
    cairn
        .memory()
        .read(
            memory -> {
              Documents documents = memory.documents("shared");
              List<Document> all = documents.list(100_000);
              Set<String> expected =
                  all.stream()
                      .filter(each -> (each.text() + " ").contains(word + " "))
                      .filter(each -> filter.matches(each.metadata()))
                      .map(Document::id)
                      .collect(Collectors.toCollection(TreeSet::new));
              Set<String> found =
                  documents
                      .search(SearchRequest.of(word, 100_000).byWords().matching(filter))
                      .stream()
                      .map(hit -> hit.document().id())
                      .collect(Collectors.toCollection(TreeSet::new));
              require(found.equals(expected), word + ": found " + found + " and not " + expected);
              Set<String> near =
                  documents.search(SearchRequest.near(vector, 100_000)).stream()
                      .map(hit -> hit.document().id())
                      .collect(Collectors.toCollection(TreeSet::new));
              require(
                  near.equals(all.stream().map(Document::id).collect(Collectors.toSet())),
                  "by meaning: found " + near);
              require(documents.count() == all.size(), "counted " + documents.count());
              return "";
            });
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }
}
