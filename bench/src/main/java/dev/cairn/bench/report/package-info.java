/** The forms of measured figures: JSON, a table, plots, and the verdict on each ratio. */
@NullMarked
package dev.cairn.bench.report;

import org.jspecify.annotations.NullMarked;
