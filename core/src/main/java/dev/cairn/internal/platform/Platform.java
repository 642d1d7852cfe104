package dev.cairn.internal.platform;

import java.util.Locale;

/**
 * Decides whether services of Linux or their portable replacements are used.
 *
 * <p>The replacements are used on other systems, and on Linux where the system property {@code
 * cairn.portable} is {@code true}, so that they can be tested there.
 */
public final class Platform {
  /** The system property that chooses the portable replacements on Linux too. */
  public static final String PORTABLE = "cairn.portable";

  private static final boolean LINUX =
      !Boolean.getBoolean(PORTABLE)
          && System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

  private Platform() {}

  /**
   * Tells whether the services of Linux are used. It does not change while the JVM runs.
   *
   * @return false if the portable replacements are used
   */
  public static boolean isLinux() {
    return LINUX;
  }
}
