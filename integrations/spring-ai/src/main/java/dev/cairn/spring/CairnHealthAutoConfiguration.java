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
 * Tells the health endpoint of the store that the application's memory is in, where there is such
 * an endpoint.
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
