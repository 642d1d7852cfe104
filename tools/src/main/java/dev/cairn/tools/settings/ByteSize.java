package dev.cairn.tools.settings;

import dev.cairn.config.WrittenValue;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a number of bytes with a unit, such as {@code 4G}, of an option. */
public final class ByteSize implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return WrittenValue.bytes(text.strip());
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
