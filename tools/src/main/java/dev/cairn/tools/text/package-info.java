/** The output of commands: for people in aligned columns, for programs as JSON. */
@NullMarked
package dev.cairn.tools.text;

import org.jspecify.annotations.NullMarked;
