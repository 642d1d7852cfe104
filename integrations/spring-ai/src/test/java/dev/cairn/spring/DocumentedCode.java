package dev.cairn.spring;

import dev.cairn.Memory;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.context.annotation.Bean;

/** Holds the code examples of docs/spring-ai.md, so that they are compiled. */
final class DocumentedCode {
  // [agent]
  @Bean
  ChatClient agent(ChatModel model, ChatMemory chat) { // of Spring AI, over Cairn's repository
    return ChatClient.builder(model)
        .defaultAdvisors(MessageChatMemoryAdvisor.builder(chat).build())
        .build();
  }

  // [end]

  static VectorStore store(Memory memory, EmbeddingModel embeddingModel) {
    // [vectors]
    VectorStore store =
        CairnVectorStore.builder(memory, embeddingModel).collection("manuals").build();
    // [end]
    return store;
  }
}
