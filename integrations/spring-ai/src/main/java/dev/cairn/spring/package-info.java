/** Spring AI and Spring Boot on Cairn: chat memory that many JVMs share, and its configuration. */
@NullMarked
package dev.cairn.spring;

import org.jspecify.annotations.NullMarked;
