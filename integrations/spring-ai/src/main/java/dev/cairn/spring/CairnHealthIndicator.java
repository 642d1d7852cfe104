package dev.cairn.spring;

import dev.cairn.Memory;
import dev.cairn.conversations.Conversation;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports to Spring Boot whether the Cairn store can be read, and its version. It writes nothing.
 */
final class CairnHealthIndicator extends AbstractHealthIndicator {
  private final Memory memory;

  CairnHealthIndicator(Memory memory) {
    super("the store of Cairn cannot be read");
    this.memory = memory;
  }

  /** Reads one row at most, so that a probe costs the same in a store of any size. */
  @Override
  protected void doHealthCheck(Health.Builder health) {
    List<Conversation> unused = memory.conversations().list(1);
    health.up().withDetail("version", memory.version());
  }
}
