package dev.cairn.spring;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
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
}
