package dev.cairn.spring;

import dev.cairn.Memory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds the health of the application's Cairn store to Spring Boot's health endpoint, if the
 * application has one.
 */
@AutoConfiguration(after = CairnAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(Memory.class)
public final class CairnHealthAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "cairnHealthIndicator")
  @ConditionalOnEnabledHealthIndicator("cairn")
  CairnHealthIndicator cairnHealthIndicator(Memory memory) {
    return new CairnHealthIndicator(memory);
  }
}
