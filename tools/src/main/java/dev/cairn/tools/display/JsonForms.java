package dev.cairn.tools.display;

import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.sites.SiteProfile;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillStatistics;
import dev.cairn.skills.Skills.RankedSkill;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts records to JSON objects where the JSON fields differ from the components of the record.
 */
public final class JsonForms {
  private JsonForms() {}

  public static Map<String, Object> site(Site site) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", site.name());
    form.put("visits", site.visits());
    form.put("totalTime", site.totalTime());
    form.put("averageTime", site.averageTime());
    form.put("firstVisit", site.firstVisit());
    form.put("lastVisit", site.lastVisit());
    return form;
  }

  public static Map<String, Object> profile(SiteProfile profile) {
    Map<String, Object> form = site(profile.site());
    form.put("selectors", profile.selectors().stream().map(JsonForms::selector).toList());
    form.put("quirks", profile.quirks());
    form.put("patterns", profile.patterns());
    return form;
  }

  private static Map<String, Object> selector(Selector selector) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("purpose", selector.purpose());
    form.put("current", selector.current());
    form.put("primary", selector.primary());
    form.put("fallbacks", selector.fallbacks());
    form.put("successes", selector.successes());
    form.put("failures", selector.failures());
    form.put("timesCached", selector.timesCached());
    form.put("updatedAt", selector.updatedAt());
    form.put("candidates", selector.candidates());
    return form;
  }

  /** Returns one flat object with the texts and the figures of a skill. */
  public static Map<String, Object> skill(RankedSkill ranked) {
    Skill skill = ranked.skill();
    SkillStatistics stats = ranked.statistics();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("id", skill.id());
    form.put("version", skill.version());
    form.put("name", skill.name());
    form.put("description", skill.description());
    form.put("code", skill.code());
    form.put("tags", skill.tags());
    form.put("timesAdded", skill.timesAdded());
    form.put("addedAt", skill.addedAt());
    form.put("uses", stats.uses());
    form.put("successes", stats.successes());
    form.put("failures", stats.failures());
    form.put("successRate", stats.successRate());
    form.put("meanDuration", stats.meanDuration());
    form.put("lastUsed", stats.lastUsed());
    return form;
  }
}
