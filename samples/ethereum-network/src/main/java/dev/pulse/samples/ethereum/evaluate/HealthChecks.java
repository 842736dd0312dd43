package dev.pulse.samples.ethereum.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks that there are. */
public final class HealthChecks {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private HealthChecks() {}

  /**
   * The five that come with the system: synchronisation, head slot and finalized epoch of the
   * consensus clients, synchronisation and block height of the execution clients.
   */
  public static List<HealthCheck> standard() {
    return StandardCheck.all();
  }

  /**
   * The five, and behind them those that are on the class path as services of {@link HealthCheck},
   * by their ids. One that cannot be loaded is logged and left out.
   *
   * @throws IllegalArgumentException when ids occur twice, or are not as they must be
   */
  public static List<HealthCheck> installed(ClassLoader loader) {
    var found = new ArrayList<HealthCheck>();
    var services = ServiceLoader.load(HealthCheck.class, loader).iterator();
    while (true) {
      try {
        if (!services.hasNext()) {
          break;
        }
        found.add(services.next());
      } catch (ServiceConfigurationError e) {
        LOG.error("A health check on the class path cannot be loaded and is left out", e);
      }
    }
    found.sort((a, b) -> a.id().compareTo(b.id()));
    found.addAll(0, standard());
    return checked(found);
  }

  /** These checks, with ids that can stand in states and texts and tell them apart. */
  static List<HealthCheck> checked(List<HealthCheck> checks) {
    var problems = new ArrayList<String>();
    var ids = new HashSet<String>();
    for (var check : checks) {
      if (!ID.matcher(check.id()).matches()) {
        problems.add("the id of a check must match " + ID + ", but is \"" + check.id() + "\"");
      }
      if (!ids.add(check.id())) {
        problems.add("two checks have the id \"" + check.id() + "\"");
      }
    }
    if (checks.isEmpty()) {
      problems.add("at least one check is needed");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return List.copyOf(checks);
  }
}
