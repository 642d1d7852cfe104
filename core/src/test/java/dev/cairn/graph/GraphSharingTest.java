package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests that threads and processes that add to one knowledge graph at once lose nothing, and see
 * the same order.
 */
class GraphSharingTest extends OpenGraph {
  private static final int THREADS = 4;
  private static final int PROCESSES = 2;
  private static final int ROUNDS = 50;

  /** An agent: creates the same entity as all others, and adds to it. */
  static final class Agent {
    private Agent() {}

    public static void main(String[] args) throws Exception {
      try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
        runThreads(cairn.memory().graph(), args[1]);
      }
    }

    static void runThreads(Graph graph, String process) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<?>> agents = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          String agent = process + "-" + i;
          agents.add(threads.submit(() -> run(graph, agent)));
        }
        for (Future<?> agent : agents) {
          agent.get();
        }
      } finally {
        threads.shutdown();
      }
    }

    private static void run(Graph graph, String agent) {
      graph.create(person("Alice"));
      for (int i = 0; i < ROUNDS; i++) {
        graph.observe("Alice", agent + " saw " + i, "everybody saw " + i);
        graph.relate(Relation.of("Alice", "seen_by", agent + "/" + i));
      }
    }
  }

  @Test
  void nothingIsLost() throws Exception {
    List<OtherJvm> others = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        others.add(OtherJvm.small(Agent.class, directory, "process" + i));
      }
      Agent.runThreads(graph, "here");
      others.forEach(OtherJvm::expectEnd);
    } finally {
      others.forEach(OtherJvm::close);
    }

    int agents = THREADS * (1 + PROCESSES);
    List<String> seen = observations("Alice");
    assertThat(graph.count()).isEqualTo(1);
    assertThat(seen).doesNotHaveDuplicates().hasSize(agents * ROUNDS + ROUNDS);
    assertThat(graph.open(List.of("Alice")).relations()).hasSize(agents * ROUNDS);
    for (String agent : List.of("here-0", "process0-3", "process1-2")) {
      assertThat(seen)
          .containsSubsequence(
              IntStream.range(0, ROUNDS).mapToObj(i -> agent + " saw " + i).toList());
    }
  }
}
