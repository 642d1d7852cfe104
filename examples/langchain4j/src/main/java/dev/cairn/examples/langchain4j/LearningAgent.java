package dev.cairn.examples.langchain4j;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.langchain4j.CairnChatMemoryStore;
import dev.cairn.langchain4j.EpisodeTools;
import dev.cairn.langchain4j.SiteTools;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import java.nio.file.Path;

/**
 * An example agent that keeps its conversation and its knowledge about web sites in a store shared
 * with other processes.
 *
 * <pre>
 * LearningAgent agents.cairn 'Learn that the search box of https://example.com is #q'
 * LearningAgent agents.cairn 'Where is the search box of https://example.com?'
 * </pre>
 */
public final class LearningAgent {
  interface Agent {
    String answer(String question);
  }

  private LearningAgent() {}

  /**
   * Answers one question.
   *
   * @param arguments the store and the question
   */
  public static void main(String[] arguments) {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      Memory memory = cairn.memory();
      Agent agent =
          AiServices.builder(Agent.class)
              .chatModel(new ScriptedModel()) // yours here: OpenAiChatModel, OllamaChatModel, …
              .chatMemory(
                  MessageWindowChatMemory.builder()
                      .id("browsing")
                      .maxMessages(20)
                      .chatMemoryStore(new CairnChatMemoryStore(memory))
                      .build())
              .tools(new SiteTools(memory), new EpisodeTools(memory))
              .build();
      System.out.println(agent.answer(arguments[1]));
    }
  }
}
