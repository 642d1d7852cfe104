/**
 * Replays: a trace dealt to many JVMs full of agents, and the proof that nothing of it was lost.
 */
@NullMarked
package dev.cairn.tools.replay;

import org.jspecify.annotations.NullMarked;
