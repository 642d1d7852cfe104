package dev.cairn.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.cairn.Memory;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.store.embedding.EmbeddingStore;

/** Holds the code examples of docs/langchain4j.md, so that they are compiled. */
final class DocumentedCode {
  private DocumentedCode() {}

  interface Agent {
    String answer(String question);
  }

  static ChatMemory chatMemory(Memory memory) {
    // [memory]
    ChatMemory chat =
        MessageWindowChatMemory.builder()
            .id("support/4711")
            .maxMessages(20)
            .chatMemoryStore(new CairnChatMemoryStore(memory))
            .build();
    // [end]
    return chat;
  }

  static Agent agent(Memory memory, ChatModel model, ChatMemory chat) {
    // [tools]
    Agent agent =
        AiServices.builder(Agent.class)
            .chatModel(model)
            .chatMemory(chat)
            .tools(new SiteTools(memory), new SkillTools(memory), new EpisodeTools(memory))
            .build();
    // [end]
    return agent;
  }

  static ContentRetriever retriever(Memory memory) {
    // [retrieval]
    EmbeddingStore<TextSegment> store = new CairnEmbeddingStore(memory, "manuals");
    ContentRetriever retriever =
        CairnContentRetriever.of(memory, "notes")
            .withMaxResults(5)
            .withFilter(metadataKey("person").isEqualTo("Ann"));
    // [end]
    store.removeAll();
    return retriever;
  }
}
