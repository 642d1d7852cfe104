package dev.cairn.spring;

import dev.cairn.Memory;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Provides Spring AI's vector store as a bean over the application's Cairn store, where the
 * application has an embedding model.
 *
 * <p>It gives way to a vector store of the application's own, and to several memories or models
 * without a primary one.
 */
@AutoConfiguration(
    after = CairnAutoConfiguration.class,
    afterName = {
      "org.springframework.ai.model.transformers.autoconfigure.TransformersEmbeddingModelAutoConfiguration",
      "org.springframework.ai.model.openai.autoconfigure.OpenAiEmbeddingAutoConfiguration",
      "org.springframework.ai.model.ollama.autoconfigure.OllamaEmbeddingAutoConfiguration"
    })
@ConditionalOnClass(VectorStore.class)
@ConditionalOnSingleCandidate(Memory.class)
public final class CairnVectorStoreAutoConfiguration {
  @Bean
  @ConditionalOnSingleCandidate(EmbeddingModel.class)
  @ConditionalOnMissingBean(VectorStore.class)
  CairnVectorStore vectorStore(
      Memory memory,
      EmbeddingModel embeddingModel,
      ObjectProvider<ObservationRegistry> observations) {
    CairnVectorStore.Builder builder = CairnVectorStore.builder(memory, embeddingModel);
    observations.ifUnique(builder::observationRegistry);
    return builder.build();
  }
}
