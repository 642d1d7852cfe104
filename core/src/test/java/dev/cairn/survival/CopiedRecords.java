package dev.cairn.survival;

import dev.cairn.sites.Site;
import dev.cairn.sites.SiteProfile;
import dev.cairn.skills.SkillStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Records as a copy of another store has them, for calls that take them over. */
final class CopiedRecords {
  static final SiteProfile SITE =
      new SiteProfile(
          new Site("copied.example", 1, Duration.ZERO, Optional.empty(), Optional.empty()),
          List.of(),
          List.of(),
          List.of());

  static final SkillStatistics SKILL =
      new SkillStatistics("alpha.example", 1, 1, 0, Duration.ZERO, Optional.empty());

  private CopiedRecords() {}
}
