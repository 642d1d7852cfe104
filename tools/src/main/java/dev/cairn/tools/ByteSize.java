package dev.cairn.tools;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses a number of bytes with a unit, such as {@code 4G} or {@code 512 MiB}; units are powers of
 * 1024.
 */
final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}) ?([KMGT]?)(I?B)?");
  private static final String UNITS = "KMGT";

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new TypeConversionException("'" + text + "' is no size such as 4G or 512M");
    }
    long bytes = Long.parseLong(size.group(1));
    String unit = size.group(2);
    int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
    if (bytes > Long.MAX_VALUE >> shift) {
      throw new TypeConversionException("'" + text + "' is more bytes than there can be");
    }
    return bytes << shift;
  }
}
