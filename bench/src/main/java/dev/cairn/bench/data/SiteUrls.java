package dev.cairn.bench.data;

import java.util.List;
import java.util.stream.IntStream;

/** The sites that visits are recorded of. */
public final class SiteUrls {
  /** How many sites there are. */
  public static final int COUNT = 10_000;

  private SiteUrls() {}

  /** Returns a URL of each site. */
  public static List<String> urls() {
    return names().stream().map(name -> "https://" + name + "/page/1").toList();
  }

  /** Returns the name of each site, as Cairn spells it. */
  public static List<String> names() {
    return IntStream.range(0, COUNT).mapToObj("shop-%05d.example.com"::formatted).toList();
  }
}
