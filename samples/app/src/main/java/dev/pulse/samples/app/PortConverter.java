package dev.pulse.samples.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port of the command line. */
final class PortConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new TypeConversionException("must be 0 to 65535, but is \"" + text + "\"");
    }
    return Integer.valueOf(text);
  }
}
