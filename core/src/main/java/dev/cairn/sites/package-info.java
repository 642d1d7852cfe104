/** Knowledge about web sites: visits, selectors, quirks and action patterns. */
@NullMarked
package dev.cairn.sites;

import org.jspecify.annotations.NullMarked;
