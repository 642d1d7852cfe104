/** Skills of agents: their code, their versions and statistics of their uses. */
@NullMarked
package dev.cairn.skills;

import org.jspecify.annotations.NullMarked;
