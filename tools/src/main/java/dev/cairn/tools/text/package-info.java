/** What a command prints: for people, in aligned columns, and for programs, as JSON. */
@NullMarked
package dev.cairn.tools.text;

import org.jspecify.annotations.NullMarked;
