package dev.cairn.spring;

import dev.cairn.Cairn;
import dev.cairn.CairnStatistics;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Tells whether the store can be read, and its version. It writes nothing. */
final class CairnHealthIndicator extends AbstractHealthIndicator {
  private final Cairn cairn;

  CairnHealthIndicator(Cairn cairn) {
    super("the store of Cairn cannot be read");
    this.cairn = cairn;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    long conversations = cairn.memory().conversations().count(); // a read of the store itself
    CairnStatistics statistics = cairn.statistics();
    health
        .up()
        .withDetail("version", statistics.store().version())
        .withDetail("conversations", conversations);
  }
}
