package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.survival.Operation.Kind;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A program for {@link HistoriesTest} that reads and writes a few numbers with several threads, and
 * prints each result. Several JVMs run it on one store.
 */
final class HistoryClient {
  static final int THREADS = 3;
  static final int OPERATIONS = 60;
  static final List<String> KEYS = List.of("a", "b", "c");

  record Amount(long n) {}

  static final Table<String, Amount> AMOUNTS =
      Table.named("amounts").keyedBy(Keys.string()).holding(Amount.class);

  /** The distance of stored numbers, so large that increments do not turn one into another. */
  private static final long APART = 1_000_000;

  private final Memory memory;

  /** The number of this thread among those of all processes. */
  private final int number;

  private final String name;

  /** The count of numbers that this thread has stored; no number is stored twice. */
  private long stored;

  /** Creates the work of one thread of one process. */
  HistoryClient(Memory memory, int process, int thread) {
    this.memory = memory;
    this.number = process * THREADS + thread;
    this.name = process + "." + thread;
  }

  /** Arguments: the store, the number of this process, for how many ms the cache keeps records. */
  public static void main(String[] args) throws Exception {
    CachePolicy cache = CachePolicy.ttl(Duration.ofMillis(Long.parseLong(args[2])));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Cairn cairn = Cairn.open(Path.of(args[0]), CairnOptions.defaults().withCache(cache));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      List<HistoryClient> clients = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        clients.add(new HistoryClient(cairn.memory(), Integer.parseInt(args[1]), i));
      }
      System.out.println("open");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(answer(line.split("\t"), clients, threads));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static String answer(String[] words, List<HistoryClient> clients, ExecutorService threads)
      throws Exception {
    if (words[0].equals("time")) {
      return Long.toString(System.nanoTime());
    }
    long start = Long.parseLong(words[1]);
    long seed = Long.parseLong(words[2]);
    List<Callable<List<Operation>>> work = new ArrayList<>();
    for (HistoryClient client : clients) {
      work.add(() -> client.work(start, new Random(seed + client.number)));
    }
    StringBuilder lines = new StringBuilder();
    for (Future<List<Operation>> operations : threads.invokeAll(work)) {
      operations.get().forEach(operation -> lines.append(operation.toLine()).append('\n'));
    }
    return lines.append("end").toString();
  }

  private List<Operation> work(long start, Random random) {
    List<Operation> operations = new ArrayList<>();
    Map<String, Long> seen = new HashMap<>();
    while (System.nanoTime() - start < 0) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < OPERATIONS; i++) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      int kind = random.nextInt(40);
      Operation operation;
      if (kind < 31) {
        operation = get(key);
      } else if (kind < 34) {
        operation = getInSnapshot(key);
      } else if (kind < 37) {
        operation = put(key);
      } else {
        operation = increment(key, seen.getOrDefault(key, 0L));
      }
      long now = operation.value() + (operation.kind() == Kind.INCREMENT ? 1 : 0);
      seen.put(key, now);
      operations.add(operation);
    }
    return operations;
  }

  /** Reads a number, from the cache if it is there. */
  Operation get(String key) {
    long invoked = System.nanoTime();
    long value = number(memory, key);
    long responded = System.nanoTime();
    return new Operation(name, key, Kind.GET, value, Operation.UNKNOWN, invoked, responded);
  }

  private static long number(Memory memory, String key) {
    return memory.get(AMOUNTS, key).map(Amount::n).orElse(0L);
  }

  /** Reads a number in a snapshot, whose version is known. */
  private Operation getInSnapshot(String key) {
    long invoked = System.nanoTime();
    Seen seen = memory.read(m -> new Seen(m.version(), number(m, key)));
    long responded = System.nanoTime();
    return new Operation(name, key, Kind.GET, seen.value(), seen.version(), invoked, responded);
  }

  private record Seen(long version, long value) {}

  /** Stores a number that is new. */
  Operation put(String key) {
    long value = (++stored * 100 + number) * APART;
    long invoked = System.nanoTime();
    long version =
        memory.writeAndGet(
            m -> {
              m.put(AMOUNTS, key, new Amount(value));
              return m.version();
            });
    long responded = System.nanoTime();
    return new Operation(name, key, Kind.PUT, value, version, invoked, responded);
  }

  /** Adds one to a number, if it is the expected one. */
  private Operation increment(String key, long expected) {
    long invoked = System.nanoTime();
    Seen seen =
        memory.writeAndGet(
            m -> {
              long found = number(m, key);
              if (found == expected) {
                m.put(AMOUNTS, key, new Amount(found + 1));
              }
              return new Seen(m.version(), found);
            });
    long responded = System.nanoTime();
    Kind kind = seen.value() == expected ? Kind.INCREMENT : Kind.GET;
    return new Operation(name, key, kind, seen.value(), seen.version(), invoked, responded);
  }
}
