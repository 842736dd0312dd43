package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.store.Retention;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.server.status.StatusPage;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.User;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a configuration file says, read and found good. Immutable.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param tokens what callers of the API must know one of; none when everybody may read
 * @param users who signs in to the dashboard by name and password
 * @param guest who callers are where there are no tokens; empty for nobody in particular
 * @param store where to remember
 * @param retention how long history is kept; empty for ever
 * @param references the checks that pass while this machine is connected; empty when that is not
 *     doubted
 * @param maintenances the work that is announced
 * @param checks what is watched, each with its rules
 * @param routing whom it tells of alerts
 * @param systems which of the complete systems work beside them
 * @param statusPages what the public is told
 * @param targets reads the checks that people keep in the dashboard; empty where they may not
 * @param warnings what is allowed and still hardly meant, in the order of the file
 */
public record Configuration(
    String host,
    int port,
    List<AccessToken> tokens,
    List<User> users,
    Optional<Principal> guest,
    StoreChoice store,
    Optional<Retention> retention,
    List<String> references,
    List<Maintenance> maintenances,
    List<Registration> checks,
    Routing routing,
    Systems systems,
    List<StatusPage> statusPages,
    Optional<TargetReader> targets,
    List<Problem> warnings) {
  /** A configuration; keeps copies of the lists. */
  public Configuration {
    requireNonNull(host, "host");
    tokens = List.copyOf(tokens);
    users = List.copyOf(users);
    requireNonNull(guest, "guest");
    requireNonNull(store, "store");
    requireNonNull(retention, "retention");
    references = List.copyOf(references);
    maintenances = List.copyOf(maintenances);
    checks = List.copyOf(checks);
    requireNonNull(routing, "routing");
    requireNonNull(systems, "systems");
    statusPages = List.copyOf(statusPages);
    requireNonNull(targets, "targets");
    warnings = List.copyOf(warnings);
  }

  /** What holds without a configuration file: nothing is watched, and SQLite remembers it. */
  public static Configuration empty() {
    return new Configuration(
        "127.0.0.1",
        8080,
        List.of(),
        List.of(),
        Optional.empty(),
        StoreChoice.sqlite(Path.of("pulse.db")),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Routing.none(),
        Systems.none(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /**
   * What holds without a configuration file, where people can add targets.
   *
   * @param plugins the types of checks that they may name
   */
  public static Configuration empty(Map<String, String> environment, Plugins plugins) {
    return new ConfigurationReader("pulse.yaml", environment, plugins).read("");
  }

  /**
   * This configuration with another address, port and store, as the command line asks for.
   *
   * @throws ConfigurationException when others reach the address, and there is a guest
   */
  public Configuration with(String host, int port, StoreChoice store) {
    GuestReader.judge(guest, host);
    return new Configuration(
        host,
        port,
        tokens,
        users,
        guest,
        store,
        retention,
        references,
        maintenances,
        checks,
        routing,
        systems,
        statusPages,
        targets,
        warnings);
  }

  /** This configuration with other checks. */
  public Configuration with(List<Registration> checks) {
    return new Configuration(
        host,
        port,
        tokens,
        users,
        guest,
        store,
        retention,
        references,
        maintenances,
        checks,
        routing,
        systems,
        statusPages,
        targets,
        warnings);
  }

  /**
   * Reads a configuration file.
   *
   * @param file the file; its name stands in problems as it is given here
   * @param environment the variables that the file may use
   * @param plugins the types of checks, detectors and notifiers that it may name
   * @throws ConfigurationException with everything that is wrong, in the order of the file
   */
  public static Configuration load(Path file, Map<String, String> environment, Plugins plugins) {
    return new ConfigurationReader(file.toString(), environment, plugins)
        .read(ConfigurationText.of(file));
  }
}
