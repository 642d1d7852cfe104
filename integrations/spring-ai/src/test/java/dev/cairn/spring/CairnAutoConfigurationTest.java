package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.StoreClosedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application that has the artifact on its class path, and configures nothing or a little. */
class CairnAutoConfigurationTest {
  @TempDir Path directory;

  private ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(CairnAutoConfiguration.class, ChatMemoryAutoConfiguration.class))
        .withPropertyValues("cairn.store=" + directory.resolve("store"));
  }

  @Test
  void theChatMemoryIsInTheStoreAndStaysThere() {
    application()
        .run(
            context -> {
              assertThat(context.getBean(ChatMemoryRepository.class))
                  .isInstanceOf(CairnChatMemoryRepository.class);
              context.getBean(ChatMemory.class).add("c", new UserMessage("hello"));
            });
    application()
        .run(
            context ->
                assertThat(context.getBean(ChatMemory.class).get("c"))
                    .containsExactly(new UserMessage("hello")));
  }

  @Test
  void theContextClosesTheStore() {
    application()
        .run(
            context -> {
              Cairn cairn = context.getBean(Cairn.class);
              context.close();
              assertThat(catchThrowable(() -> cairn.memory().sites().list()))
                  .isInstanceOf(StoreClosedException.class);
            });
  }

  @Test
  void aNamespaceKeepsApplicationsApart() {
    application()
        .withPropertyValues("cairn.namespace=shop")
        .run(
            context -> {
              context.getBean(ChatMemory.class).add("c", new UserMessage("hello"));
              Cairn cairn = context.getBean(Cairn.class);
              assertThat(cairn.memory("shop").conversations().count()).isEqualTo(1);
              assertThat(cairn.memory().conversations().count()).isZero();
            });
  }

  @Test
  void whatTheApplicationHasItselfIsNotReplaced() {
    ChatMemoryRepository own = new InMemoryChatMemoryRepository();
    application()
        .withBean(ChatMemoryRepository.class, () -> own)
        .run(
            context -> {
              assertThat(context.getBean(ChatMemoryRepository.class)).isSameAs(own);
              assertThat(context).hasSingleBean(Memory.class);
            });
  }

  @Test
  void theHealthTellsOfTheStore() {
    application()
        .run(
            context -> {
              HealthIndicator health = context.getBean(HealthIndicator.class);
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);
              assertThat(health.health().getDetails()).containsKeys("version", "conversations");
              context.getBean(Cairn.class).close();
              assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            });
    application()
        .withPropertyValues("management.health.cairn.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void anApplicationWithoutHealthOrSpringAiHasTheStoreAllTheSame() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(CairnAutoConfiguration.class))
        .withPropertyValues("cairn.store=" + directory.resolve("store"))
        .withClassLoader(new FilteredClassLoader(HealthIndicator.class, ChatMemoryRepository.class))
        .run(context -> assertThat(context).hasSingleBean(Memory.class).hasNotFailed());
  }

  @Test
  void aBadPropertyIsNamed() {
    application()
        .withPropertyValues("cairn.durability=sometimes")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("sometimes"));
  }

  @Test
  void everyPropertyHasMetadata() throws IOException {
    try (var metadata =
        CairnProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      String json = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
      for (String name : List.of("store", "namespace", "write-timeout", "durability")) {
        assertThat(json).contains("\"cairn." + name + "\"");
      }
      assertThat(json).contains("Directory of the store");
    }
  }
}
