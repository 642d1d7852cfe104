package dev.cairn.examples.spring;

import dev.cairn.Memory;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An example application that keeps its conversation and its knowledge about web sites in a store
 * shared with other processes. The class path configures the store.
 *
 * <pre>
 * LearningApplication 'Learn that the search box of https://example.com is #q'
 * LearningApplication 'Where is the search box of https://example.com?'
 * </pre>
 */
@SpringBootApplication
class LearningApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(LearningApplication.class, arguments).close();
  }

  @Bean
  CommandLineRunner answer(Memory memory, ChatMemory chat) {
    ChatClient agent =
        ChatClient.builder(new ScriptedModel()) // yours here: an injected ChatModel
            .defaultTools(new SelectorTools(memory))
            .defaultAdvisors(MessageChatMemoryAdvisor.builder(chat).build())
            .build();
    return arguments ->
        System.out.println(
            agent
                .prompt(arguments[arguments.length - 1])
                .advisors(each -> each.param(ChatMemory.CONVERSATION_ID, "browsing"))
                .call()
                .content());
  }
}
