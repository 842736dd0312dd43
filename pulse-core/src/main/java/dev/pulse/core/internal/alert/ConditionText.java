package dev.pulse.core.internal.alert;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** A condition in short, for the state that is written with every result. */
final class ConditionText {
  private ConditionText() {}

  static String inShort(String expression) {
    var sum = new CRC32();
    sum.update(expression.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "condition %08x", sum.getValue());
  }
}
