/** The verbs that show what the processes of a store do at the moment: locks, jobs, progress. */
@NullMarked
package dev.cairn.tools.coordination;

import org.jspecify.annotations.NullMarked;
