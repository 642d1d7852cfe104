package dev.cairn.spring;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Opens a Cairn store for a Spring application that has none, and provides its namespace as a bean.
 *
 * <p>Each bean gives way to one of the application's own. An application with a {@link Memory} of
 * its own has a store already, and none is opened; one with several stores tells which of them
 * gives the memory by a primary bean.
 */
@AutoConfiguration
@EnableConfigurationProperties(CairnProperties.class)
public final class CairnAutoConfiguration {
  /** Opens the store; the application context closes it. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean({Cairn.class, Memory.class})
  Cairn cairn(CairnProperties properties) {
    return Cairn.open(
        Path.of(properties.store()),
        CairnOptions.defaults()
            .withWriteTimeout(properties.writeTimeout())
            .withDurability(properties.durability()));
  }

  /** Returns the namespace that the application uses. */
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(Cairn.class)
  Memory cairnMemory(Cairn cairn, CairnProperties properties) {
    return properties.namespace().isEmpty() ? cairn.memory() : cairn.memory(properties.namespace());
  }
}
