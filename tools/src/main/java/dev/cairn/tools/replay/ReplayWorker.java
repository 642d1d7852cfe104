package dev.cairn.tools.replay;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CairnOptions;
import dev.cairn.tools.jvms.ParentLines;
import dev.cairn.tools.trace.Op;
import dev.cairn.tools.trace.Repositories;
import dev.cairn.tools.trace.TraceParser;
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
 * The main class of a child JVM that replays recorded writes of agents on a store. Each thread is
 * an agent that applies its operations in order through the public library, and waits for each to
 * be durable before the next.
 *
 * <p>It talks with its parent over standard input and output; see {@link Message}. It ends with its
 * parent, whatever ended that; see {@link ParentLines}.
 */
public final class ReplayWorker {
  static final String END_OF_SHARE = "end";
  static final String GO = "go";

  /** Long enough for a slow disk: a write that times out would be a lost operation. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long REPORT_MILLIS = 100;
  private static final int LATENCY_DIGITS = 3;

  private final ParentLines parent;
  private final PrintStream toParent;
  private final AtomicInteger done = new AtomicInteger();

  private ReplayWorker(ParentLines parent, PrintStream toParent) {
    this.parent = parent;
    this.toParent = toParent;
  }

  /** Runs a worker; the arguments are the store, the size of its map and the number of threads. */
  public static void main(String[] args) {
    ReplayWorker worker =
        new ReplayWorker(
            ParentLines.start(System.in),
            new PrintStream(System.out, true, StandardCharsets.UTF_8));
    try {
      worker.work(Path.of(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2]));
    } catch (InterruptedException | ExecutionException | RuntimeException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      Object why = cause instanceof CairnException expected ? expected.getMessage() : cause;
      worker.say(new Message.Failed(String.valueOf(why).replaceAll("\\s+", " ")));
      // Other agents may still write; a store survives the end of its process at any moment.
      Runtime.getRuntime().halt(1);
    }
  }

  private void work(Path store, long mapBytes, int threads)
      throws InterruptedException, ExecutionException {
    List<List<Op>> share = readShare(threads);
    CairnOptions options = CairnOptions.defaults().withMapSize(mapBytes).withWriteTimeout(PATIENCE);
    try (Cairn cairn = Cairn.open(store, options)) {
      say(new Message.Ready());
      String word = parent.next();
      if (!word.equals(GO)) {
        throw new IllegalStateException("the parent sent '%s' and not '%s'".formatted(word, GO));
      }
      say(new Message.Finished(run(share, Repositories.of(cairn.memory()))));
    }
  }

  private List<List<Op>> readShare(int threads) throws InterruptedException {
    TraceParser parser = new TraceParser();
    List<List<Op>> share = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      share.add(new ArrayList<>());
    }
    for (String line = parent.next(); !line.equals(END_OF_SHARE); line = parent.next()) {
      int space = line.indexOf(' ');
      int thread = Integer.parseInt(line.substring(0, space));
      share.get(thread).add(parser.parse(line.substring(space + 1)));
    }
    share.removeIf(List::isEmpty);
    return share;
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

  /** Applies the operations of one agent. */
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
