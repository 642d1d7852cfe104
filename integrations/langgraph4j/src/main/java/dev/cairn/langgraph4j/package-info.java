/** LangGraph4j on Cairn: checkpoints of graphs that many JVMs share. */
@NullMarked
package dev.cairn.langgraph4j;

import org.jspecify.annotations.NullMarked;
