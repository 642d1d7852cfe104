package dev.cairn.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats figures with three significant digits, since further digits would be noise. */
public final class Figures {
  private static final MathContext CERTAIN = new MathContext(3);
  private static final double KILO = 1_000;
  private static final double MEGA = 1_000_000;

  private Figures() {}

  /** Returns a figure in three digits, with k for thousands and M for millions. */
  public static String compact(double value) {
    double rounded = rounded(value);
    if (Math.abs(rounded) >= MEGA) {
      return digits(rounded / MEGA) + " M";
    } else if (Math.abs(rounded) >= KILO) {
      return digits(rounded / KILO) + " k";
    }
    return digits(rounded);
  }

  /** Returns a figure in three digits. */
  public static String plain(double value) {
    double rounded = rounded(value);
    return Math.abs(rounded) >= KILO
        ? String.format(Locale.ROOT, "%,.0f", rounded)
        : digits(rounded);
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(CERTAIN).doubleValue();
  }

  /** Returns three digits, and the zeros that say so. */
  private static String digits(double value) {
    double size = Math.abs(value);
    String format = size >= 100 || value == 0 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
