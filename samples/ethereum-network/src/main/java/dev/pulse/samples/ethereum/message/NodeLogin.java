package dev.pulse.samples.ethereum.message;

import java.util.Optional;
import java.util.regex.Pattern;

/** How to get onto the machine of a node. */
public final class NodeLogin {
  /**
   * Part of a host name; anything else could mean something else to the shell it is pasted into.
   */
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private NodeLogin() {}

  /**
   * What to type, such as {@code ssh devops@teku-geth-1.hoodi.ethpandaops.io}; empty for names that
   * can be those of no machine, which come from metrics and may be anything.
   *
   * @param domain what the names of machines end in
   */
  public static Optional<String> of(String node, String network, String domain) {
    return LABEL.matcher(node).matches() && LABEL.matcher(network).matches()
        ? Optional.of("ssh devops@" + node + "." + network + "." + domain)
        : Optional.empty();
  }
}
