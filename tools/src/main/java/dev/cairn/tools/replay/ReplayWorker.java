package dev.cairn.tools.replay;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CairnOptions;
import dev.cairn.tools.trace.Op;
import dev.cairn.tools.trace.Repositories;
import dev.cairn.tools.trace.TraceParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * One of the JVMs of a replay: each of its threads is an agent that does its operations in order,
 * every one through the public library and durable before the next.
 *
 * <p>It talks with its parent on its standard input and output; see {@link Message}.
 */
public final class ReplayWorker {
  static final String END_OF_SHARE = "end";
  static final String GO = "go";

  /** A slow disk is no reason to lose an operation. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long REPORT_MILLIS = 100;
  private static final int LATENCY_DIGITS = 3;

  private final BufferedReader fromParent;
  private final PrintStream toParent;
  private final AtomicInteger done = new AtomicInteger();

  private ReplayWorker(BufferedReader fromParent, PrintStream toParent) {
    this.fromParent = fromParent;
    this.toParent = toParent;
  }

  /** Runs a worker; the arguments are the store and the number of threads. */
  public static void main(String[] args) {
    ReplayWorker worker =
        new ReplayWorker(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            new PrintStream(System.out, true, StandardCharsets.UTF_8));
    try {
      worker.work(Path.of(args[0]), Integer.parseInt(args[1]));
    } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      Object why = cause instanceof CairnException expected ? expected.getMessage() : cause;
      worker.say(new Message.Failed(String.valueOf(why).replaceAll("\\s+", " ")));
      // Other threads may still be writing; a store does not mind when its process ends.
      Runtime.getRuntime().halt(1);
    }
  }

  private void work(Path store, int threads)
      throws IOException, InterruptedException, ExecutionException {
    List<List<Op>> share = readShare(threads);
    CairnOptions options = CairnOptions.defaults().withWriteTimeout(PATIENCE);
    try (Cairn cairn = Cairn.open(store, options)) {
      say(new Message.Ready());
      if (!GO.equals(fromParent.readLine())) {
        return;
      }
      endWithParent();
      say(new Message.Finished(run(share, Repositories.of(cairn.memory()))));
    }
  }

  private List<List<Op>> readShare(int threads) throws IOException {
    TraceParser parser = new TraceParser();
    List<List<Op>> share = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      share.add(new ArrayList<>());
    }
    for (String line = fromParent.readLine();
        line != null && !line.equals(END_OF_SHARE);
        line = fromParent.readLine()) {
      int space = line.indexOf(' ');
      int thread = Integer.parseInt(line.substring(0, space));
      share.get(thread).add(parser.parse(line.substring(space + 1)));
    }
    return share;
  }

  /** The parent's end closes the pipe, whatever ended it. */
  private void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (fromParent.readLine() != null) {
                  // nothing more is said to a worker at work
                }
              } catch (IOException e) {
                // a broken pipe says the same as a closed one
              }
              Runtime.getRuntime().halt(1);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private Histogram run(List<List<Op>> share, Repositories memory)
      throws InterruptedException, ExecutionException {
    ExecutorService agents = Executors.newFixedThreadPool(share.size());
    CompletionService<Histogram> ended = new ExecutorCompletionService<>(agents);
    share.forEach(ops -> ended.submit(() -> act(ops, memory)));
    agents.shutdown();
    Histogram latencies = new Histogram(LATENCY_DIGITS);
    for (int running = share.size(); running > 0; ) {
      Future<Histogram> agent = ended.poll(REPORT_MILLIS, TimeUnit.MILLISECONDS);
      if (agent != null) {
        latencies.add(agent.get());
        running--;
      }
      say(new Message.Progress(done.get()));
    }
    return latencies;
  }

  /** One agent's life. */
  private Histogram act(List<Op> ops, Repositories memory) {
    Histogram latencies = new Histogram(LATENCY_DIGITS);
    for (Op op : ops) {
      long begun = System.nanoTime();
      op.applyTo(memory);
      latencies.recordValue(System.nanoTime() - begun);
      done.incrementAndGet();
    }
    return latencies;
  }

  private void say(Message message) {
    toParent.println(message.line());
  }
}
