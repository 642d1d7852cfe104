package dev.cairn.tools.replay;

import dev.cairn.tools.jvms.Machine;
import dev.cairn.tools.trace.Trace;
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
  public static final int MAX_JVMS = Machine.MAX_JVMS;

  /** The most agent threads in a JVM that can be asked for. */
  public static final int MAX_AGENTS = 1_000;

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
    return new CrewSize(jvms, agents, machine.notice(useful, askedJvms));
  }
}
