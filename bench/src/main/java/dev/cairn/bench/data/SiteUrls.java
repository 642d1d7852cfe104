package dev.cairn.bench.data;

import java.util.List;
import java.util.stream.IntStream;

/** Generates the URLs and names of the web sites in the benchmarks. */
public final class SiteUrls {
  /** The number of sites. */
  public static final int COUNT = 10_000;

  private SiteUrls() {}

  /** Returns a URL of each site, new strings each time. */
  public static List<String> urls() {
    return IntStream.range(0, COUNT).mapToObj(number -> url(number, 1)).toList();
  }

  /** Returns the name of a site. */
  public static String name(int number) {
    return "shop-" + Digits.of(number, 5) + ".example.com";
  }

  /** Returns the URL of a page of a site. */
  public static String url(int number, int page) {
    return "https://" + name(number) + "/page/" + page;
  }
}
