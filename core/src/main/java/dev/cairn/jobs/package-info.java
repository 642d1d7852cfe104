/** Repository: a durable queue of jobs, and the workers that do them. */
@NullMarked
package dev.cairn.jobs;

import org.jspecify.annotations.NullMarked;
