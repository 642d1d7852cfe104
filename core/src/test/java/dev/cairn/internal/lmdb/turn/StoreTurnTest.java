package dev.cairn.internal.lmdb.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.survival.Effort;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that processes take turns in their order, that never two of them have the turn, and that
 * one which is killed or stopped holds up the others no longer than it had the turn.
 */
@Tag("slow")
class StoreTurnTest {
  /** The longest wait beyond the life of the process that had the turn. */
  private static final long MOST_MILLIS = 250;

  @TempDir Path directory;
  private final List<OtherJvm> processes = new ArrayList<>();
  private StoreTurn turn;
  private ByteBuffer map;
  private WaitingLine line;
  private volatile boolean ended;

  /** The longest time for which a thread that wanted to run was not let, in nanoseconds. */
  private volatile long stallNanos;

  @BeforeEach
  void open() throws IOException {
    Path file = directory.resolve("turn.lock");
    try (FileChannel channel = // closed before the turn is opened: that drops locks of this JVM
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      map = channel.map(MapMode.READ_WRITE, 0, WaitingLine.BYTES);
    }
    line = new WaitingLine(map);
    turn = StoreTurn.open(file);
    new Thread(this::measureStalls, "stalls").start();
  }

  private void measureStalls() {
    long pause = TimeUnit.MILLISECONDS.toNanos(5);
    while (!ended) {
      long begin = System.nanoTime();
      LockSupport.parkNanos(pause);
      stallNanos = Math.max(stallNanos, System.nanoTime() - begin - pause);
    }
  }

  @AfterEach
  void close() {
    ended = true;
    processes.forEach(OtherJvm::close);
    turn.close();
  }

  private OtherJvm start() {
    OtherJvm process =
        OtherJvm.of(TurnProgram.class, directory).small().flags(List.of("-Xmx64m")).start();
    processes.add(process);
    return process;
  }

  private OtherJvm startReady() {
    OtherJvm process = start();
    assertThat(process.line()).isEqualTo("ready");
    return process;
  }

  private List<OtherJvm> startAll(int count) {
    List<OtherJvm> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(start());
    }
    all.forEach(process -> assertThat(process.line()).isEqualTo("ready"));
    return all;
  }

  /** Has processes wait in this order. */
  private void lineUp(List<OtherJvm> all) {
    for (OtherJvm process : all) {
      int before = line.before(Long.MAX_VALUE);
      process.send("take");
      Await.until("it waits", () -> line.before(Long.MAX_VALUE) > before);
    }
  }

  /** Waits until a process has the turn. */
  private static long taken(OtherJvm process) {
    return Long.parseLong(process.line());
  }

  /** Stops a process; the signal alone returns before the last of its threads has stopped. */
  private static void stop(OtherJvm process) {
    process.signal("STOP");
    Path tasks = Path.of("/proc/" + process.pid() + "/task");
    if (Files.exists(tasks)) {
      Await.until("it has stopped", () -> hasStopped(tasks));
    }
  }

  private static boolean hasStopped(Path tasks) {
    try (Stream<Path> all = Files.list(tasks)) {
      for (Path task : all.toList()) {
        if (!Files.readString(task.resolve("stat")).matches("(?s).*\\) [Tt] .*")) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false; // a thread has ended meanwhile
    }
  }

  private void assertSoon(long nanos, String what) {
    assertThat(TimeUnit.NANOSECONDS.toMillis(nanos))
        .as(what)
        .isLessThanOrEqualTo(MOST_MILLIS + TimeUnit.NANOSECONDS.toMillis(2 * stallNanos));
  }

  @Test
  void oneProcessAtATimeHasTheTurn() {
    OtherJvm other = startReady();
    assertThat(turn.tryTake()).isTrue();
    other.send("take");
    Await.until("it waits", () -> !line.isEmpty());
    assertThat(other.said()).isEmpty();
    turn.release();
    taken(other);
    assertThat(turn.tryTake()).as("while the other one has it").isFalse();
    other.ask("release");
    assertThat(turn.tryTake()).as("afterwards").isTrue();
    turn.release();
  }

  @Test
  void whoComesFirstIsServedFirst() {
    List<OtherJvm> all = startAll(3 + Effort.of(1, 13));
    for (int round = 0; round < Effort.of(10, 100); round++) {
      turn.take();
      lineUp(all);
      turn.release();
      assertServedInOrder(all, round);
    }
  }

  /** Fails unless processes in line have the turn one after the other, each until it is told. */
  private static void assertServedInOrder(List<OtherJvm> line, int round) {
    long last = 0;
    for (OtherJvm process : line) {
      long now = taken(process);
      assertThat(now).as("round %d", round).isGreaterThan(last);
      last = now;
      process.ask("release");
    }
  }

  @Test
  void nobodyOvertakesThoseThatWait() {
    OtherJvm other = startReady();
    turn.take();
    lineUp(List.of(other));
    turn.release();
    boolean overtaken = false;
    while (other.said().isEmpty()) {
      overtaken |= turn.tryTake();
    }
    assertThat(overtaken).isFalse();
  }

  @Test
  void whereTheHolderIsKilledTheNextOneGoesOn() {
    for (int round = 0; round < Effort.of(3, 100); round++) {
      OtherJvm victim = startReady();
      OtherJvm next = startReady();
      victim.ask("take");
      lineUp(List.of(next));
      long killed = System.nanoTime();
      victim.kill();
      assertSoon(taken(next) - killed, "the next one waits");
      next.ask("release");
      next.kill();
    }
  }

  @Test
  void whereTheHolderIsKilledAfterALongTurnTheOrderStays() {
    List<OtherJvm> all = startAll(5);
    for (int round = 0; round < Effort.of(2, 20); round++) {
      OtherJvm victim = startReady();
      victim.ask("take");
      lineUp(all);
      LockSupport.parkNanos(
          10 * StoreTurn.SILENCE_NANOS); // longer than any of them waits for others
      victim.kill();
      assertServedInOrder(all, round);
    }
  }

  @Test
  void whereThoseInFrontAreKilledTheNextOneGoesOn() {
    List<OtherJvm> victims = startAll(Effort.of(3, 12));
    OtherJvm next = startReady();
    turn.take();
    lineUp(victims);
    lineUp(List.of(next));
    victims.forEach(OtherJvm::kill);
    long released = System.nanoTime();
    turn.release();
    assertSoon(taken(next) - released, "the next one waits");
    next.ask("release");
    assertThat(line.isEmpty()).as("the dead ones have left the line").isTrue();
  }

  @Test
  void whoIsStoppedInFrontLetsItsTurnPassAndComesBack() {
    List<OtherJvm> both = startAll(2);
    for (int round = 0; round < Effort.of(5, 200); round++) {
      OtherJvm stopped = both.get(0);
      OtherJvm next = both.get(1);
      turn.take();
      lineUp(both);
      stop(stopped);
      long released = System.nanoTime();
      turn.release();
      assertSoon(taken(next) - released, "the next one waits");
      stopped.signal("CONT");
      next.ask("release");
      taken(stopped);
      stopped.ask("release");
    }
  }

  @Test
  void aStoppedHolderKeepsTheTurn() {
    OtherJvm stopped = startReady();
    OtherJvm next = startReady();
    stopped.ask("take");
    lineUp(List.of(next));
    stopped.signal("STOP");
    LockSupport.parkNanos(8 * StoreTurn.SILENCE_NANOS);
    assertThat(turn.tryTake()).isFalse();
    assertThat(next.said()).isEmpty();
    stopped.signal("CONT");
    stopped.ask("release");
    taken(next);
  }

  @Test
  void nonsenseInTheFileCostsOrderAlone() {
    OtherJvm other = startReady();
    Random random = new Random(Effort.seed());
    for (int round = 0; round < Effort.of(10, 1000); round++) {
      map.put(0, new byte[WaitingLine.BYTES]);
      turn.take();
      lineUp(List.of(other));
      byte[] nonsense = new byte[WaitingLine.BYTES];
      random.nextBytes(nonsense);
      map.put(0, nonsense);
      turn.release();
      taken(other);
      other.ask("release");
    }
  }

  @Test
  void killsAndStopsAtAnyPointLoseNoTurnAndNeverGiveItToTwo() throws IOException {
    Random random = new Random(Effort.seed());
    ByteBuffer counts = TurnProgram.counts(directory);
    List<OtherJvm> all = new ArrayList<>(startAll(3 + Effort.of(1, 13)));
    all.forEach(process -> process.send("for ever"));
    int kills = Effort.of(12, 1000);
    for (int round = 0; round < kills; round++) {
      LockSupport.parkNanos(random.nextInt(20_000_000));
      int index = random.nextInt(all.size());
      OtherJvm process = all.get(index);
      boolean stop = random.nextBoolean();
      process.signal(stop ? "STOP" : "KILL");
      if (stop) {
        LockSupport.parkNanos(random.nextInt(200_000_000));
        process.signal("KILL");
      }
      long killed = System.nanoTime();
      process.kill();
      long before = counts.getLong(0);
      Await.until("others go on", () -> counts.getLong(0) > before);
      assertSoon(System.nanoTime() - killed, "others wait, round " + round);
      all.forEach(each -> assertThat(each.said()).isEmpty());
      OtherJvm another = startReady();
      another.send("for ever");
      all.set(index, another);
    }
    assertThat(Files.size(directory.resolve("turn.lock"))).isEqualTo(WaitingLine.BYTES);
    Effort.note("turns between processes: %d kills, %d turns".formatted(kills, counts.getLong(0)));
  }
}
