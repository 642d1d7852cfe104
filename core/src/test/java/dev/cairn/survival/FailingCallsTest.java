package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.survival.Faults.Call;
import dev.cairn.survival.Faults.Reason;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that nothing is lost if any single system call on the store's files fails: the first, then
 * the second, and so on. Each time the caller hears of it, nothing that was acknowledged is lost,
 * once the fault is over the store works again, and once it is closed none of its files is open.
 */
@Tag("slow")
class FailingCallsTest {
  @TempDir private Path directory;
  private int number;
  private int failed;
  private int reopened;

  /** The calls of an agent while system calls failed, with their results. */
  private static final class Report {
    long acknowledged;
    final List<String> failures = new ArrayList<>();
    final List<String> left = new ArrayList<>();
    boolean reopened;
    int failed;
    String path;
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void isAnExceptionAndLosesNothing(Call call) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk")).toRealPath();
    Path faults = directory.resolve("faults");
    Faults none = new Faults(faults);
    none.clear();
    try (OtherJvm agent =
        OtherJvm.small(
            Disk.failing(Disk.build(directory), disk, faults), FailingAgent.class, faults)) {
      Reason[] reasons = Reason.values();
      int errors = Effort.of(1, reasons.length);
      for (boolean existing : new boolean[] {false, true}) {
        for (boolean lasting : new boolean[] {false, true}) {
          for (int error = 0; error < errors; error++) {
            boolean left = true;
            for (int n = 1; left; n++) {
              Reason reason = reasons[(n + error) % reasons.length];
              left = fail(agent, disk, existing, call, n, reason, lasting);
            }
          }
        }
      }
    }
    assertThat(failed).isPositive();
    Effort.note(
        "failing calls, %s: %d faults, after %d of which the store had to be opened anew"
            .formatted(call, failed, reopened));
  }

  /** Has one call fail; false if there was none to fail any more. */
  private boolean fail(
      OtherJvm agent, Path disk, boolean existing, Call call, int n, Reason reason, boolean lasting)
      throws Exception {
    Path store = disk.resolve("store-" + number++);
    if (existing) {
      try (Cairn created = Cairn.open(store)) {
        long unused = Ledger.enter(created.memory(), "founder");
      }
    }
    String what =
        "%s %d%s fails with %s, %s store"
            .formatted(
                call, n, lasting ? " and all behind it" : "", reason, existing ? "old" : "new");
    agent.send(store, call, n, reason, lasting);
    Report report = report(agent, what);

    if (report.failed > 0) {
      failed++;
      what += ", last at " + report.path;
    }
    if (report.failed == 0) {
      assertThat(report.failures).as(what).isEmpty();
    } else if (report.failures.isEmpty()) {
      assertThat(harmless(report.path, store, call, reason))
          .as("%s: no caller heard of it, and it did no harm", what)
          .isTrue();
    } else {
      assertThat(report.failures).as(what).anyMatch(failure -> says(failure, reason));
    }
    assertThat(report.acknowledged).as("%s: what goes on afterwards", what).isPositive();
    assertThat(report.failures).as(what).noneMatch(failure -> failure.startsWith("recovery"));
    if (report.reopened) {
      reopened++;
      // LMDB gives an environment up where it does not know what is in its header, and only there.
      assertThat(call).as("%s: opened anew", what).isEqualTo(Call.WRITE);
      assertThat(report.failures)
          .as("%s: opened anew", what)
          .anyMatch(failure -> failure.contains("close and open it again"));
    }
    assertThat(report.left).as("%s: files of the store that were left open", what).isEmpty();
    Map<String, Long> acknowledged = new HashMap<>(Map.of("agent", report.acknowledged));
    if (existing) {
      acknowledged.put("founder", 1L);
    }
    try (Cairn opened = Cairn.open(store)) {
      assertThat(Ledger.check(opened, what)).as(what).isEqualTo(acknowledged);
    }
    Ledger.verify(store, what);
    return report.failed > 0;
  }

  /** Tells whether a call may fail without a word to the caller. */
  private static boolean harmless(String path, Path store, Call call, Reason reason) {
    // The mark only tells whom one waits for, and the turn who comes first.
    boolean helps = path.endsWith("writer.mark") || path.endsWith("turn.lock");
    return switch (call) {
      case WRITE -> helps;
      // Leftovers of killed processes can wait.
      case OPEN -> helps || path.equals(store.toString());
      // For want of memory the JDK collects garbage and tries again.
      case MAP -> helps || reason == Reason.ENOMEM;
      case SYNC -> false;
    };
  }

  /** Tells whether a message says what has failed: in LMDB's words, the JDK's, or Cairn's. */
  private static boolean says(String failure, Reason reason) {
    boolean full = reason == Reason.ENOSPC || reason == Reason.EDQUOT;
    return failure.contains(reason.text)
        || (full && failure.contains("is full"))
        || (reason == Reason.ENOMEM && failure.contains("Map failed"));
  }

  private static Report report(OtherJvm agent, String what) {
    Report report = new Report();
    for (String line = agent.line(); ; line = agent.line()) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "done" -> {
          if (words[1].equals("entry")) {
            report.acknowledged++;
          }
        }
        case "failed" -> report.failures.add(words[1] + ": " + words[2]);
        case "reopened" -> report.reopened = true;
        case "left" -> report.left.add(words[1]);
        case "end" -> {
          report.failed = Integer.parseInt(words[1]);
          report.path = words[2];
          return report;
        }
        default -> throw new AssertionError(what + ": outside of the family: " + line);
      }
    }
  }
}
