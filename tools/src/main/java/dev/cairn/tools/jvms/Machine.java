package dev.cairn.tools.jvms;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The resources of this machine, which bound the number of child JVMs.
 *
 * @param cores the processors that this JVM may use
 * @param memoryBytes the memory of the machine, or of the container
 */
public record Machine(int cores, long memoryBytes) {
  /** The most JVMs that can be asked for. */
  public static final int MAX_JVMS = 256;

  /** A JVM at work keeps a core busy for a fraction of the time: it waits for the disk. */
  private static final int JVMS_A_CORE = 4;

  /** A JVM holds its share of the work, the cache of the store, and itself. */
  private static final long JVM_BYTES = 256L << 20;

  /** Returns the machine that this runs on. */
  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(Runtime.getRuntime().availableProcessors(), system.getTotalMemorySize());
  }

  /** Returns how many JVMs fit. Half of the memory stays with the other programs. */
  public int jvms() {
    long byCores = (long) JVMS_A_CORE * cores;
    long byMemory = memoryBytes / 2 / JVM_BYTES;
    return (int) Math.max(1, Math.min(MAX_JVMS, Math.min(byCores, byMemory)));
  }

  /**
   * Returns a line that says why there are fewer JVMs than asked for, if this machine is the
   * reason.
   *
   * @param useful the number that has work
   * @param asked the number that was asked for
   */
  public Optional<String> notice(int useful, int asked) {
    return useful <= jvms()
        ? Optional.empty()
        : Optional.of(
            "%,d JVMs instead of %,d: no more fit on %,d cores and %,d MiB of memory"
                .formatted(jvms(), asked, cores, memoryBytes >> 20));
  }
}
