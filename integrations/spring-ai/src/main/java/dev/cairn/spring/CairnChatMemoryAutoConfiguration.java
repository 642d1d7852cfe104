package dev.cairn.spring;

import dev.cairn.Memory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Provides Spring AI's chat memory repository as a bean that stores messages in the application's
 * Cairn store.
 *
 * <p>It gives way to a repository of the application's own, and to several memories without a
 * primary one.
 */
@AutoConfiguration(
    after = CairnAutoConfiguration.class,
    beforeName =
        "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration")
@ConditionalOnClass(ChatMemoryRepository.class)
@ConditionalOnSingleCandidate(Memory.class)
public final class CairnChatMemoryAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(ChatMemoryRepository.class)
  CairnChatMemoryRepository chatMemoryRepository(Memory memory) {
    return new CairnChatMemoryRepository(memory);
  }
}
