package dev.cairn.tools.load;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.Memory;
import dev.cairn.config.Configuration;
import dev.cairn.tools.jvms.ChildJvm;
import dev.cairn.tools.jvms.ParentLines;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a child JVM of a load test: each of its threads is a user, who does one
 * operation after the other until the time is over.
 *
 * <p>It sends its parent lines with a word: {@code ready}, {@code progress} with the number of
 * operations, {@code finished} with its {@link Tally}, or {@code failed} with the reason. It ends
 * with its parent, whatever ended that.
 */
public final class LoadWorker {
  static final String GO = "go";

  private static final long REPORT_MILLIS = 200;

  private final ParentLines parent;
  private final PrintStream toParent;
  private final Tally tally = new Tally();
  private final CountDownLatch over = new CountDownLatch(1);

  private LoadWorker(ParentLines parent, PrintStream toParent) {
    this.parent = parent;
    this.toParent = toParent;
  }

  /** Returns the arguments of a worker. */
  static List<String> arguments(
      Path store, long mapBytes, String namespace, int worker, LoadPlan plan) {
    List<String> arguments =
        new ArrayList<>(
            List.of(store.toString(), String.valueOf(mapBytes), namespace, String.valueOf(worker)));
    arguments.addAll(plan.arguments());
    return arguments;
  }

  /** Runs a worker, with {@link #arguments}. */
  public static void main(String[] args) {
    LoadWorker worker =
        new LoadWorker(
            ParentLines.start(System.in),
            new PrintStream(System.out, true, StandardCharsets.UTF_8));
    try {
      worker.work(Arrays.asList(args));
    } catch (InterruptedException | ExecutionException | RuntimeException | Error e) {
      worker.fail(e);
    }
  }

  private void work(List<String> arguments) throws InterruptedException, ExecutionException {
    try (Cairn cairn =
        Cairn.open(
            Path.of(arguments.get(0)),
            Configuration.fromEnvironment()
                .options()
                .withMapSize(Long.parseLong(arguments.get(1))))) {
      try {
        work(
            cairn.memory(arguments.get(2)),
            Integer.parseInt(arguments.get(3)),
            LoadPlan.of(arguments.subList(4, arguments.size())));
      } catch (InterruptedException | ExecutionException | RuntimeException | Error e) {
        fail(e); // before the store is closed, for which other users may let it wait
      }
    }
  }

  /** Says why, and ends this JVM at once: other users may still work. */
  private void fail(Throwable failure) {
    try {
      Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
      Object why = cause instanceof CairnException expected ? expected.getMessage() : cause;
      say("failed", String.valueOf(why).replaceAll("\\s+", " "));
    } finally {
      Runtime.getRuntime().halt(1); // also if there is no memory left to say why
    }
  }

  private void work(Memory memory, int worker, LoadPlan plan)
      throws InterruptedException, ExecutionException {
    say("ready", "");
    String word = parent.next();
    if (!word.equals(GO)) {
      throw new IllegalStateException("the parent sent '%s' and not '%s'".formatted(word, GO));
    }
    long begun = System.nanoTime();
    ExecutorService threads = Executors.newCachedThreadPool();
    CompletionService<Void> users = new ExecutorCompletionService<>(threads);
    int running = 0;
    for (int user = worker; user < plan.users(); user += plan.jvms()) {
      VirtualUser next = new VirtualUser(memory, user);
      Duration begin = plan.begin(user);
      users.submit(() -> use(next, begin, plan.pause()), null);
      running++;
    }
    threads.shutdown();
    long end = begun + plan.duration().toNanos();
    while (running > 0) {
      if (System.nanoTime() - end >= 0) {
        over.countDown();
      }
      Future<Void> ended = users.poll(REPORT_MILLIS, TimeUnit.MILLISECONDS);
      if (ended != null) {
        ended.get();
        running--;
      } else {
        say("progress", String.valueOf(tally.succeeded()));
      }
    }
    say("finished", tally.json());
  }

  /** Lets a user work from its beginning until the time is over. */
  private void use(VirtualUser user, Duration begin, Duration pause) {
    try {
      for (Duration wait = begin; !isOverIn(wait); wait = pause) {
        act(user);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it; then it ends
    }
  }

  private boolean isOverIn(Duration wait) throws InterruptedException {
    return wait.isZero() ? over.getCount() == 0 : over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void act(VirtualUser user) {
    Operation operation = user.next();
    long begun = System.nanoTime();
    try {
      boolean hadEffect = operation.doneBy(user);
      tally.done(operation, System.nanoTime() - begun, hadEffect);
    } catch (CairnException | IllegalStateException | IllegalArgumentException e) {
      tally.failed(operation, e);
    }
  }

  private void say(String word, String rest) {
    toParent.println((ChildJvm.MARK + word + " " + rest).strip());
  }
}
