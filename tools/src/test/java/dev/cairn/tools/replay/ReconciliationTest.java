package dev.cairn.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.tools.trace.Repositories;
import dev.cairn.tools.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the check after a replay of recorded writes notices every operation that is missing or
 * was applied twice.
 */
class ReconciliationTest {
  @TempDir private Path directory;
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("store"));
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void findsNothingWrongWhereEverythingIsThere() {
    Trace trace = Traces.of(Traces.mixed(200).lines().toArray(String[]::new));
    Reconciliation reconciliation = before(trace);

    apply(trace);

    assertSound(after(reconciliation));
  }

  @Test
  void comparesWithWhatWasThereBefore() {
    Trace trace = Traces.of(Traces.mixed(200).lines().toArray(String[]::new));
    apply(trace);
    apply(trace);
    Reconciliation reconciliation = before(trace);

    apply(trace);

    assertSound(after(reconciliation));
  }

  @Test
  void countsEveryOperationAsLostWhereNoneWasDone() {
    Trace trace = Traces.of(Traces.mixed(400).lines().toArray(String[]::new));

    assertThat(after(before(trace)).lost()).isEqualTo(400);
  }

  @Test
  void missesTheOneThatIsMissing() {
    for (int missing = 0; missing < 16; missing++) {
      Trace trace = Traces.of(Traces.mixed(16).lines().toArray(String[]::new));
      Reconciliation reconciliation = before(trace);

      List<Trace.Line> others = new ArrayList<>(trace.lines());
      others.remove(missing);
      apply(new Trace(others, 0));

      // Episode e7 is there from the round before.
      boolean thereAlready = missing % 8 == 7;
      assertThat(after(reconciliation).lost())
          .as("line %d", missing + 1)
          .isEqualTo(thereAlready ? 0 : 1);
    }
  }

  @Test
  void seesWhatIsThereTwice() {
    Trace trace = Traces.of("{'op':'visit','url':'https://a.example/','seconds':2}");
    Reconciliation reconciliation = before(trace);

    apply(trace);
    apply(trace);

    Reconciliation.Findings findings = after(reconciliation);
    assertThat(findings.lost()).isZero();
    assertThat(findings.problems())
        .contains("site a.example: visits grew by 2, and should have grown by 1");
  }

  @Test
  void seesTimeThatIsMissing() {
    Trace trace = Traces.of("{'op':'visit','url':'https://a.example/','seconds':2}");
    Reconciliation reconciliation = before(trace);

    memory.sites().recordVisit("https://a.example/", Duration.ofSeconds(1));

    assertThat(after(reconciliation).problems())
        .containsExactly(
            "site a.example: nanoseconds grew by 1,000,000,000, and should have grown by"
                + " 2,000,000,000");
  }

  @Test
  void seesWordsThatNobodySaid() {
    Trace trace =
        Traces.of("{'op':'selector','url':'https://a.example/','purpose':'box','selector':'#q'}");
    Reconciliation reconciliation = before(trace);

    memory.sites().cacheSelector("https://a.example/", "box", "#other", List.of());

    Reconciliation.Findings findings = after(reconciliation);
    assertThat(findings.lost()).isEqualTo(1);
    assertThat(findings.problems())
        .containsExactly("selector a.example / box: the store has another text than the trace");
  }

  @Test
  void wantsEveryVersionOfASkillButOnlyTheLastOfASelector() {
    Trace trace =
        Traces.of(
            "{'op':'skill','id':'s','name':'n','code':'one'}",
            "{'op':'skill','id':'s','name':'n','code':'two'}",
            "{'op':'selector','url':'https://a.example/','purpose':'box','selector':'#one'}",
            "{'op':'selector','url':'https://a.example/','purpose':'box','selector':'#two'}");
    Reconciliation reconciliation = before(trace);

    apply(trace);

    assertSound(after(reconciliation));
  }

  private Reconciliation before(Trace trace) {
    return memory.read(moment -> Reconciliation.before(trace, Repositories.of(moment)));
  }

  private void apply(Trace trace) {
    memory.write(
        joined -> trace.lines().forEach(line -> line.op().applyTo(Repositories.of(joined))));
  }

  private Reconciliation.Findings after(Reconciliation reconciliation) {
    return memory.read(moment -> reconciliation.after(Repositories.of(moment)));
  }

  private static void assertSound(Reconciliation.Findings findings) {
    assertThat(findings.problems()).isEmpty();
    assertThat(findings.lost()).isZero();
  }
}
