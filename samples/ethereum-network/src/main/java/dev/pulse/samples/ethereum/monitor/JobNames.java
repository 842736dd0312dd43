package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.report.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What registrations are called in Pulse. Names there know fewer characters than paths: what is
 * neither a letter, a digit nor a hyphen becomes an underscore and two hexadecimal digits.
 */
final class JobNames {
  private static final String SYSTEM = "ethereum-network.";

  private JobNames() {}

  static String client(Subject subject) {
    return SYSTEM + "client." + place(subject) + "." + part(subject.client());
  }

  static String network(NetworkAlert alert, Subject subject) {
    return SYSTEM + alert.word() + "." + place(subject);
  }

  /** The job that evaluates a network, whoever is registered. */
  static String evaluation(String network) {
    return SYSTEM + "evaluation." + part(network);
  }

  /** The job that removes what is old. */
  static String retention() {
    return SYSTEM + "retention";
  }

  private static String place(Subject subject) {
    return part(subject.network()) + "." + part(subject.guild()) + "." + part(subject.channel());
  }

  private static String part(String text) {
    var name = new StringBuilder(text.length());
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (next & 0xff);
      boolean kept =
          (character >= 'a' && character <= 'z')
              || (character >= 'A' && character <= 'Z')
              || (character >= '0' && character <= '9')
              || character == '-';
      name.append(kept ? character : String.format(Locale.ROOT, "_%02x", next & 0xff));
    }
    return name.toString();
  }
}
