/** An agent of LangChain4j that learns in one process, and uses what it learned in another. */
package dev.cairn.examples.langchain4j;
