package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.StoreClosedException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;
import org.springframework.util.FileSystemUtils;

/**
 * Tests that an application with the integration on its class path gets a working store with little
 * or no configuration.
 */
class CairnAutoConfigurationTest {
  @TempDir Path directory;

  /** The configurations that Spring Boot finds in the artifact. */
  private static Class<?>[] ofTheArtifact() {
    return ImportCandidates.load(
            AutoConfiguration.class, CairnAutoConfigurationTest.class.getClassLoader())
        .getCandidates()
        .stream()
        .filter(name -> name.startsWith("dev.cairn."))
        .map(name -> ClassUtils.resolveClassName(name, null))
        .toArray(Class<?>[]::new);
  }

  private ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ofTheArtifact()))
        .withConfiguration(AutoConfigurations.of(ChatMemoryAutoConfiguration.class))
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

  private Path[] storesOnDisk() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toArray(Path[]::new);
    }
  }

  @Test
  void aMemoryOfItsOwnIsUsedAndNoOtherStoreIsOpened() throws IOException {
    Path own = directory.resolve("own");
    try (Cairn cairn = Cairn.open(own)) {
      application()
          .withBean(Memory.class, cairn::memory)
          .run(
              context -> {
                context.getBean(ChatMemory.class).add("c", new UserMessage("hello"));
                assertThat(cairn.memory().conversations().count()).isEqualTo(1);
                HealthIndicator health = context.getBean(HealthIndicator.class);
                assertThat(health.health().getStatus()).isEqualTo(Status.UP);
              });
    }
    assertThat(storesOnDisk()).containsExactly(own);
  }

  @Test
  void ofSeveralMemoriesThePrimaryOneIsUsed() {
    try (Cairn cairn = Cairn.open(directory.resolve("own"))) {
      ApplicationContextRunner two =
          application().withBean("shop", Memory.class, () -> cairn.memory("shop"));
      two.withBean("bank", Memory.class, () -> cairn.memory("bank"))
          .run(
              context ->
                  assertThat(context)
                      .hasNotFailed()
                      .doesNotHaveBean(CairnChatMemoryRepository.class)
                      .doesNotHaveBean(HealthIndicator.class));
      two.withBean("bank", Memory.class, () -> cairn.memory("bank"), bean -> bean.setPrimary(true))
          .run(
              context -> {
                context.getBean(ChatMemory.class).add("c", new UserMessage("hello"));
                assertThat(cairn.memory("bank").conversations().count()).isEqualTo(1);
              });
    }
  }

  @Test
  void ofSeveralStoresNoneIsChosenForTheApplication() {
    application()
        .withBean("one", Cairn.class, () -> Cairn.open(directory.resolve("one")))
        .withBean("two", Cairn.class, () -> Cairn.open(directory.resolve("two")))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Memory.class));
  }

  @Test
  void aRelativeDirectoryIsNotLookedForOnTheClassPath() throws IOException {
    Path store = Files.createTempDirectory(Path.of("target"), "store");
    Files.createDirectories(directory.resolve(store));
    URL[] classPath = {directory.toUri().toURL()};
    try (URLClassLoader withStore = new URLClassLoader(classPath, getClass().getClassLoader())) {
      application()
          .withPropertyValues("cairn.store=" + store)
          .withClassLoader(withStore)
          .run(context -> assertThat(context).hasNotFailed());
      assertThat(store).isNotEmptyDirectory();
      assertThat(directory.resolve(store)).isEmptyDirectory();
    } finally {
      FileSystemUtils.deleteRecursively(store);
    }
  }

  @Test
  void theHealthTellsOfTheStore() {
    application()
        .run(
            context -> {
              HealthIndicator health = context.getBean(HealthIndicator.class);
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);
              assertThat(health.health().getDetails()).containsKey("version");
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
        .withConfiguration(AutoConfigurations.of(ofTheArtifact()))
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
