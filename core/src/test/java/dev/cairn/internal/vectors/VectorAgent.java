package dev.cairn.internal.vectors;

import static dev.cairn.internal.vectors.VectorSharingTest.COLLECTION;
import static dev.cairn.internal.vectors.VectorSharingTest.DIMENSION;

import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.table.Transaction;
import dev.cairn.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds, moves and removes vectors of its own at random, and compares each search with an exact one
 * of the same snapshot. One JVM may have several, and be one of several JVMs.
 */
final class VectorAgent {
  /** Each agent has the passages whose numbers, divided by this, leave its own number. */
  private static final int AGENTS = 8;

  private static final int CLUSTERS = 300;
  private static final int PASSAGES = 300;

  /** More than a cluster ever has, and so few that a search does not score all vectors. */
  private static final int K = 20;

  private final OpenStore store;
  private final VectorIndex index;
  private final int agent;
  private final Random random;
  private final Clusters clusters = new Clusters(DIMENSION);

  /** The cluster of each vector that this agent has stored. */
  private final Map<Long, Long> mine = new HashMap<>();

  VectorAgent(OpenStore store, VectorIndex index, int agent) {
    this.store = store;
    this.index = index;
    this.agent = agent;
    this.random = new Random(agent);
  }

  /** Runs commands from standard input in a JVM of its own: {@code run agent rounds}. */
  public static void main(String[] args) throws IOException {
    try (OpenStore store = OpenStore.in(Path.of(args[0]));
        Mirrors mirrors = new Mirrors(1 << 26)) {
      VectorIndex index = new VectorIndex(mirrors, DIMENSION);
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line;
      while ((line = commands.readLine()) != null) {
        String[] words = line.split("\t", -1);
        if (words[0].equals("run")) {
          new VectorAgent(store, index, Integer.parseInt(words[1])).run(Integer.parseInt(words[2]));
          System.out.println("done");
        } else {
          long passage = Long.parseLong(words[1]);
          long cluster = Long.parseLong(words[2]);
          VectorAgent agent = new VectorAgent(store, index, 0);
          System.out.println(
              words[0].equals("put") ? agent.put(passage, cluster) : agent.remove(passage));
        }
      }
    }
  }

  private boolean put(long passage, long cluster) {
    store.write(tx -> index.put(tx, COLLECTION, passage, clusters.member(cluster, passage)));
    return true;
  }

  private boolean remove(long passage) {
    return store.here.write(tx -> index.remove(tx, COLLECTION, passage));
  }

  /** Changes and searches so many times; throws at the first search that is wrong. */
  void run(int rounds) {
    for (int round = 0; round < rounds; round++) {
      change();
      long cluster = random.nextInt(CLUSTERS);
      int kind = random.nextInt(20);
      store.here.read(
          tx -> {
            search(tx, cluster);
            if (kind == 0) { // in a snapshot that grows old
              long version = tx.version();
              Await.until("others have committed", () -> store.engine.version() > version + 3);
              search(tx, cluster);
            }
            return "";
          });
    }
  }

  private void change() {
    long passage = agent + (long) AGENTS * random.nextInt(PASSAGES);
    long cluster = random.nextInt(CLUSTERS);
    if (random.nextInt(3) > 0) {
      store.write(
          tx -> {
            index.put(tx, COLLECTION, passage, clusters.member(cluster, passage));
            if (passage % 10 == 0) {
              compare(tx, cluster);
            }
          });
      mine.put(passage, cluster);
    } else {
      boolean removed = remove(passage);
      if (removed != (mine.remove(passage) != null)) {
        throw new AssertionError("passage " + passage + " was removed: " + removed);
      }
    }
  }

  /** Searches, and looks besides for what this agent has stored and removed. */
  private void search(Transaction tx, long cluster) {
    Set<Long> found = new TreeSet<>(compare(tx, cluster));
    List<Long> expected = new ArrayList<>();
    mine.forEach(
        (passage, where) -> {
          if (where == cluster) {
            expected.add(passage);
          }
        });
    if (!found.containsAll(expected)) {
      throw new AssertionError("of %s were found %s".formatted(expected, found));
    }
    for (long passage : found) {
      if (passage % AGENTS == agent && !expected.contains(passage)) {
        throw new AssertionError("%d is not there and was found".formatted(passage));
      }
    }
  }

  private List<Long> compare(Transaction tx, long cluster) {
    float[] query = clusters.middle(cluster);
    List<Scored> exact = Clusters.exact(tx, COLLECTION, query, K);
    List<Long> found = Clusters.near(index.search(tx, COLLECTION, query, K, null));
    if (!found.equals(Clusters.near(exact))) {
      throw new AssertionError(
          "cluster %d at version %d: found %s instead of %s"
              .formatted(cluster, tx.version(), found, Clusters.near(exact)));
    }
    return found;
  }
}
