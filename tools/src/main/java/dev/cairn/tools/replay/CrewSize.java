package dev.cairn.tools.replay;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.tools.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Determines how many JVMs and threads replay a recording of agents' writes, limited by the amount
 * of work and by the machine.
 *
 * @param jvms the number of JVMs; none for a trace without lines
 * @param agents the most agent threads in each JVM
 * @param notice a line that says why there are fewer JVMs than asked for, if the machine is the
 *     reason; work that is missing is no reason to tell
 */
public record CrewSize(int jvms, int agents, Optional<String> notice) {
  /** The most JVMs that can be asked for. */
  public static final int MAX_JVMS = 256;

  /** The most agent threads in a JVM that can be asked for. */
  public static final int MAX_AGENTS = 1_000;

  /** A JVM at work keeps a core busy for a fraction of the time: it waits for the disk. */
  private static final int JVMS_A_CORE = 4;

  /** A JVM of a replay holds its share of the trace, the cache of the store, and itself. */
  private static final long JVM_BYTES = 256L << 20;

  /**
   * The resources that bound the number of JVMs.
   *
   * @param cores the processors that this JVM may use
   * @param memoryBytes the memory of the machine, or of the container
   */
  record Machine(int cores, long memoryBytes) {
    static Machine here() {
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return new Machine(Runtime.getRuntime().availableProcessors(), system.getTotalMemorySize());
    }

    /** Half of the memory stays with the other programs. */
    int jvms() {
      long byCores = (long) JVMS_A_CORE * cores;
      long byMemory = memoryBytes / 2 / JVM_BYTES;
      return (int) Math.max(1, Math.min(MAX_JVMS, Math.min(byCores, byMemory)));
    }
  }

  /**
   * Returns the size for {@code trace} on this machine.
   *
   * @param jvms the number of JVMs that was asked for, at least 1
   * @param agents the number of agent threads in each that was asked for, at least 1
   */
  public static CrewSize of(Trace trace, int jvms, int agents) {
    return of(Deal.strands(trace), jvms, agents, Machine.here());
  }

  static CrewSize of(int strands, int askedJvms, int askedAgents, Machine machine) {
    int useful = Math.min(askedJvms, strands);
    int jvms = Math.min(useful, machine.jvms());
    int agents = jvms == 0 ? 0 : (int) Math.min(askedAgents, ((long) strands + jvms - 1) / jvms);
    Optional<String> notice =
        jvms == useful
            ? Optional.empty()
            : Optional.of(
                "%,d JVMs instead of %,d: no more fit on %,d cores and %,d MiB of memory"
                    .formatted(jvms, askedJvms, machine.cores(), machine.memoryBytes() >> 20));
    return new CrewSize(jvms, agents, notice);
  }
}
