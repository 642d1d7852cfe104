/** The Agent Development Kit on Cairn: sessions and artifacts that many JVMs share. */
@NullMarked
package dev.cairn.adk;

import org.jspecify.annotations.NullMarked;
