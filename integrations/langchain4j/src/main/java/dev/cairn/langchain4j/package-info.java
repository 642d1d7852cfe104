/**
 * LangChain4j on Cairn: chat memory that many JVMs share, and tools over what agents have learned.
 */
@NullMarked
package dev.cairn.langchain4j;

import org.jspecify.annotations.NullMarked;
