package dev.cairn.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tools.jvms.Machine;
import org.junit.jupiter.api.Test;

/**
 * Tests that a replay gets as many JVMs and threads as were asked for, within the limits of its
 * work and of the machine.
 */
class CrewSizeTest {
  private static final long GIB = 1L << 30;
  private static final Machine LARGE = new Machine(64, 256 * GIB);

  @Test
  void isWhatWasAskedForIfThereIsWorkForAll() {
    CrewSize size = CrewSize.of(100, 4, 8, LARGE);

    assertThat(size.jvms()).isEqualTo(4);
    assertThat(size.agents()).isEqualTo(8);
    assertThat(size.notice()).isEmpty();
  }

  @Test
  void noJvmAndNoThreadIsWithoutWork() {
    assertThat(CrewSize.of(2, 200, 1000, LARGE))
        .extracting(CrewSize::jvms, CrewSize::agents)
        .containsExactly(2, 1);
    assertThat(CrewSize.of(5, 2, 1000, LARGE))
        .extracting(CrewSize::jvms, CrewSize::agents)
        .containsExactly(2, 3);
    assertThat(CrewSize.of(0, 4, 8, LARGE))
        .extracting(CrewSize::jvms, CrewSize::agents)
        .containsExactly(0, 0);
  }

  @Test
  void workThatIsMissingIsNoReasonForANotice() {
    assertThat(CrewSize.of(2, 200, 8, LARGE).notice()).isEmpty();
  }

  @Test
  void coresBoundTheNumberOfJvms() {
    CrewSize size = CrewSize.of(1000, 100, 8, new Machine(2, 64 * GIB));

    assertThat(size.jvms()).isEqualTo(8);
    assertThat(size.notice())
        .contains("8 JVMs instead of 100: no more fit on 2 cores and 65,536 MiB of memory");
  }

  @Test
  void memoryBoundsTheNumberOfJvms() {
    assertThat(CrewSize.of(1000, 100, 8, new Machine(64, 2 * GIB)).jvms()).isEqualTo(4);
    assertThat(CrewSize.of(1000, 100, 8, new Machine(1, 100 << 20)).jvms()).isEqualTo(1);
  }

  @Test
  void noMachineIsSoLargeThatItGetsMoreThanTheLimit() {
    Machine huge = new Machine(4096, Long.MAX_VALUE);

    assertThat(CrewSize.of(1_000_000, Integer.MAX_VALUE, Integer.MAX_VALUE, huge).jvms())
        .isEqualTo(CrewSize.MAX_JVMS);
  }
}
