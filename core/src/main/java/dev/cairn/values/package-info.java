/**
 * The values that all repositories share: names of sites, outcomes, ids and texts as parts of keys.
 */
@NullMarked
package dev.cairn.values;

import org.jspecify.annotations.NullMarked;
