/** Episodes: tasks that agents undertook, with steps and outcome, found newest first. */
@NullMarked
package dev.cairn.episodes;

import org.jspecify.annotations.NullMarked;
