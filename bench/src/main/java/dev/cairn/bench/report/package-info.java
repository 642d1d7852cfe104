/** The report of a run: its figures as JSON, a table and plots, and the verdict on each goal. */
@NullMarked
package dev.cairn.bench.report;

import org.jspecify.annotations.NullMarked;
