/** Child JVMs that do a part of a command's work, and end with it. */
@NullMarked
package dev.cairn.tools.jvms;

import org.jspecify.annotations.NullMarked;
