package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.survival.Effort;
import dev.cairn.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no acknowledged call is lost if four MCP servers share a store and one of them is
 * killed each second.
 */
class LostWritesIT {
  private static final int CLIENTS = 4;
  private static final int CALLS = 250;
  private static final int IN_FLIGHT = 4;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);

  @TempDir private Path directory;

  private McpProcess cairn() {
    return McpProcess.cairn(
        directory, "--store", directory.resolve("store").toString(), "--tools", "graph");
  }

  private McpProcess reference() {
    return McpProcess.start(NodeModules.referenceServer(directory.resolve("memory.jsonl")));
  }

  /** A client that writes what only it writes, and starts its server again if that ends. */
  private static final class Client {
    private final String name;
    private final Supplier<McpProcess> start;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile McpProcess server;

    Client(String name, Supplier<McpProcess> start) {
      this.name = name;
      this.start = start;
      server = start.get();
      server.initialize();
    }

    /** Makes calls, some in flight at a time, until the last is acknowledged and all is over. */
    Integer run(AtomicBoolean over) {
      for (int first = 0; first < CALLS || !over.get(); first += IN_FLIGHT) {
        List<String> texts = new ArrayList<>();
        for (int i = first; i < first + IN_FLIGHT && (i < CALLS || !over.get()); i++) {
          texts.add(name + "-" + i);
        }
        while (!send(texts)) {
          server.close();
          server = start.get();
        }
      }
      return acknowledged.size();
    }

    /** Returns whether all were acknowledged; those that were are noted. */
    private boolean send(List<String> texts) {
      List<CompletableFuture<JsonNode>> answers =
          texts.stream()
              .map(
                  text ->
                      server.askTool(
                          "create_entities",
                          Map.of(
                              "entities",
                              List.of(
                                  Map.of(
                                      "name",
                                      text,
                                      "entityType",
                                      "t",
                                      "observations",
                                      List.of(text))))))
              .toList();
      boolean all = true;
      for (int i = 0; i < answers.size(); i++) {
        try {
          JsonNode result = answers.get(i).get().get("result");
          assertThat(result.path("isError").asBoolean()).as("%s", result).isFalse();
          acknowledged.add(texts.get(i));
        } catch (ExecutionException e) {
          all = false; // the server was killed
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return all;
    }
  }

  /** Returns what share of the acknowledged calls is there; asserts that all were acknowledged. */
  private String run(String what, Supplier<McpProcess> start, int kills) throws Exception {
    List<Client> clients = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    Set<String> acknowledged = new HashSet<>();
    Set<String> kept = new HashSet<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client("client" + i, start));
      }
      AtomicBoolean over = new AtomicBoolean(kills == 0);
      List<Future<Integer>> running =
          clients.stream().map(client -> threads.submit(() -> client.run(over))).toList();
      killOneEachSecond(clients, kills);
      over.set(true);
      for (Future<Integer> each : running) {
        assertThat(each.get()).isGreaterThanOrEqualTo(CALLS);
      }
      clients.forEach(client -> acknowledged.addAll(client.acknowledged));
      clients
          .get(0)
          .server
          .answer("read_graph", Map.of())
          .get("entities")
          .forEach(entity -> kept.add(entity.get("name").asText()));
    } finally {
      clients.forEach(client -> client.server.close());
      threads.shutdownNow();
    }
    int all = acknowledged.size();
    acknowledged.retainAll(kept);
    String figure = "%s kept %d of %d acknowledged calls".formatted(what, acknowledged.size(), all);
    String killed = kills == 0 ? "none killed" : kills + " kills, one each second";
    Effort.note("MCP, %d processes, %s: %s".formatted(CLIENTS, killed, figure));
    return figure;
  }

  /** Kills the servers in turn, each once it has answered a call since it started. */
  private static void killOneEachSecond(List<Client> clients, int kills)
      throws InterruptedException {
    Map<Client, Integer> acknowledgedBefore = new HashMap<>();
    long due = System.nanoTime();
    for (int i = 0; i < kills; i++) {
      Client client = clients.get(i % CLIENTS);
      due += BETWEEN_KILLS.toNanos();
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      int before = acknowledgedBefore.getOrDefault(client, 0);
      Await.until("it has answered", () -> client.acknowledged.size() > before);
      client.server.process().destroyForcibly();
      acknowledgedBefore.put(client, client.acknowledged.size());
    }
  }

  @Test
  void nothingIsLost() throws Exception {
    assertThat(run("cairn", this::cairn, 0))
        .isEqualTo("cairn kept 1000 of 1000 acknowledged calls");
  }

  @Test
  void nothingIsLostWhereOneServerIsKilledEachSecond() throws Exception {
    String figure = run("cairn", this::cairn, Effort.of(CLIENTS, 60));
    assertThat(figure).matches("cairn kept (\\d+) of \\1 acknowledged calls");
  }

  /** The same run on the reference server, for the figure in docs/mcp.md. */
  @Test
  void theReferenceLosesMost() throws Exception {
    String figure = run("reference", this::reference, 0);
    assertThat(figure).doesNotContain("kept 1000 of");
  }
}
