package dev.pulse.samples.ethereum.store;

import dev.pulse.samples.ethereum.report.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * What documents are called: the paths that the original used in its bucket, so that another store
 * can take them over. Each variable part is percent-encoded and stays one part. Immutable.
 *
 * <p>Every method throws {@link IllegalArgumentException} when a part is empty.
 */
public final class DocumentPaths {
  private static final String KEPT = ".-_";

  /** As far as an instant tells the hour: {@code 2026-11-21T07}. */
  private static final int HOUR = 13;

  private final String prefix;

  /** Paths whose first part is a prefix. */
  public DocumentPaths(String prefix) {
    this.prefix = part("prefix", prefix);
  }

  /** The registration of a subject. */
  public String monitor(Subject subject) {
    return monitorsOf(subject.network(), subject.guild())
        + part("channel", subject.channel())
        + "/"
        + part("client", subject.client())
        + ".json";
  }

  /** What the registrations of a guild for a network begin with. */
  public String monitorsOf(String network, String guild) {
    return network(network) + "monitor/" + part("guild", guild) + "/";
  }

  /**
   * Whether a path is that of a registration of a guild for a network.
   *
   * @param client empty for any
   */
  public boolean isMonitor(String path, String network, String guild, Optional<String> client) {
    return path.startsWith(monitorsOf(network, guild))
        && client.map(key -> path.endsWith("/" + part("client", key) + ".json")).orElse(true);
  }

  /** Whom to call about a client. */
  public String mentions(String network, String guild, String client) {
    return network(network)
        + "mentions/"
        + part("guild", guild)
        + "/"
        + part("client", client)
        + ".json";
  }

  /** The log of a run. */
  public String check(String network, String client, String checkId) {
    return checksOf(network, client) + part("run", checkId) + ".log";
  }

  /** What the logs of a client begin with; sorted by time behind it. */
  public String checksOf(String network, String client) {
    return network(network) + "checks/" + part("client", client) + "/";
  }

  /**
   * The state of an alert.
   *
   * @param what the client, or {@code _network} or {@code _nodata}
   */
  public String alertState(String network, String guild, String channel, String what) {
    return network(network)
        + "alert_state/"
        + part("guild", guild)
        + "/"
        + part("channel", channel)
        + "/"
        + part("client", what)
        + ".json";
  }

  /** The nodes that were seen in a network. */
  public String inventory(String network) {
    return network(network) + "inventory.json";
  }

  /** What the evaluations of a network within the hour of a moment found. */
  public String evaluations(String network, Instant at) {
    return evaluationsOf(network)
        + at.truncatedTo(ChronoUnit.HOURS).toString().substring(0, HOUR)
        + ".json";
  }

  /** What the evaluations of a network begin with; sorted by time behind it. */
  public String evaluationsOf(String network) {
    return network(network) + "evaluations/";
  }

  /** The last document of clients and networks. */
  public String clients() {
    return prefix + "/clients/latest.json";
  }

  private String network(String network) {
    return prefix + "/networks/" + part("network", network) + "/";
  }

  /** Percent-encoded outside of letters, digits and {@code . - _}. */
  private static String part(String what, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the part \"" + what + "\" of a path must not be empty");
    }
    var encoded = new StringBuilder(text.length());
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (next & 0xff);
      if (isAlphanumeric(character) || KEPT.indexOf(character) >= 0) {
        encoded.append(character);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", next & 0xff));
      }
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9');
  }
}
