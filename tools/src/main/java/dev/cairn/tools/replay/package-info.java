/** Replays: apply a trace from many JVMs full of agents, and prove that no operation was lost. */
@NullMarked
package dev.cairn.tools.replay;

import org.jspecify.annotations.NullMarked;
