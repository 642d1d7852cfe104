package dev.cairn.spring;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the store of an application, and gives its chat memory to Spring AI and its state to the
 * health endpoint.
 *
 * <p>Each bean gives way to one of the application's own.
 */
@AutoConfiguration(
    beforeName =
        "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration")
@EnableConfigurationProperties(CairnProperties.class)
public final class CairnAutoConfiguration {
  /** Opens the store; the application context closes it. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Cairn cairn(CairnProperties properties) {
    return Cairn.open(
        properties.store(),
        CairnOptions.defaults()
            .withWriteTimeout(properties.writeTimeout())
            .withDurability(properties.durability()));
  }

  /** Returns the namespace that the application uses. */
  @Bean
  @ConditionalOnMissingBean
  Memory cairnMemory(Cairn cairn, CairnProperties properties) {
    return properties.namespace().isEmpty() ? cairn.memory() : cairn.memory(properties.namespace());
  }

  /** Offers the namespace to Spring AI as its chat memory. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ChatMemoryRepository.class)
  static class ChatMemories {
    @Bean
    @ConditionalOnMissingBean(ChatMemoryRepository.class)
    CairnChatMemoryRepository chatMemoryRepository(Memory memory) {
      return new CairnChatMemoryRepository(memory);
    }
  }

  /** Tells the health endpoint of the store, where there is one. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
  static class StoreHealth {
    @Bean
    @ConditionalOnMissingBean(name = "cairnHealthIndicator")
    @ConditionalOnEnabledHealthIndicator("cairn")
    CairnHealthIndicator cairnHealthIndicator(Cairn cairn) {
      return new CairnHealthIndicator(cairn);
    }
  }
}
