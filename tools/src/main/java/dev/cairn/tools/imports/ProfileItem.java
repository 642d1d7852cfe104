package dev.cairn.tools.imports;

import dev.cairn.Memory;
import dev.cairn.sites.ActionPattern;
import dev.cairn.sites.Quirk;
import dev.cairn.sites.Selector;
import dev.cairn.sites.SiteProfile;
import dev.cairn.sites.Sites;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings in the profile of a web site: each selector, quirk and pattern that is not there yet. */
record ProfileItem(SiteProfile profile) implements Item {
  @Override
  public void bring(Memory memory, boolean dry, Tally tally) {
    Sites sites = memory.sites();
    String site = profile.site().name();
    boolean visited = sites.get(site).filter(known -> known.visits() > 0).isPresent();
    boolean unvisited = profile.site().visits() == 0 && sites.get(site).isPresent();
    tally.count("sites", !visited && !unvisited);
    for (Selector selector : profile.selectors()) {
      tally.count("selectors", sites.selector(site, selector.purpose()).isEmpty());
    }
    Set<String> quirks =
        sites.quirks(site).stream().map(Quirk::description).collect(Collectors.toSet());
    for (Quirk quirk : profile.quirks()) {
      tally.count("quirks", !quirks.contains(quirk.description()));
    }
    for (ActionPattern pattern : profile.patterns()) {
      tally.count("patterns", sites.pattern(site, pattern.task()).isEmpty());
    }
    if (!dry) {
      sites.putIfAbsent(profile);
    }
  }
}
