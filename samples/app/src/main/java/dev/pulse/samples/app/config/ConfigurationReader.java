package dev.pulse.samples.app.config;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.core.plugin.Plugins;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns the text of a configuration file into a {@link Configuration}, or into its problems. */
final class ConfigurationReader {
  private final String label;
  private final Map<String, String> environment;
  private final Plugins plugins;

  ConfigurationReader(String label, Map<String, String> environment, Plugins plugins) {
    this.label = label;
    this.environment = environment;
    this.plugins = plugins;
  }

  Configuration read(String text) {
    return YamlSettings.read(
        label,
        text,
        environment,
        (root, values) -> root(root, values.get("retention") instanceof Map));
  }

  private Configuration root(Settings root, boolean retentionInParts) {
    var server = root.section("server");
    var defaults = Configuration.empty();
    var host = server.text("host").orElse(defaults.host());
    int port = server.integer("port").between(0, 65_535).orElse(defaults.port());
    var callers = new CallerReader(server);
    var tokens = callers.tokens();
    var users = callers.users();
    var guest = GuestReader.read(server, host);
    var store = store(root.section("store"));
    var retention = RetentionReader.read(root, retentionInParts);
    var systems = systems(root);
    var connectivity = root.section("connectivity");
    var references =
        connectivity.texts("references").orElse(List.of()).stream().distinct().toList();
    var maintenance = root.sections("maintenance");
    var pages = root.sections("status-pages");
    var reader = reader(root);
    var targets = TargetReader.of(root.section("targets"), plugins, reader, environment);
    var checks = checks(root, reader, connectivity, references, maintenance, pages);
    var maintenances = maintenances(maintenance, checks);
    var statusPages = new StatusPageReader(checks).read(pages);
    var routingReader = new RoutingReader(plugins);
    var routing = routingReader.read(root);
    var warnings = new ArrayList<>(routingReader.warnings());
    warnings.sort(Comparator.comparingInt(problem -> YamlSettings.line(label, problem)));
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

  private Systems systems(Settings root) {
    var guard = root.section("uptime-guard");
    var executions = root.section("validator-executions");
    var ethereum = root.section("ethereum-network");
    var repositories = root.section("repo-health");
    return new Systems(
        root.has("uptime-guard") ? Optional.of(GuardOptions.read(guard)) : Optional.empty(),
        root.has("validator-executions")
            ? ExecutionsOptions.read(executions, environment)
            : Optional.empty(),
        root.has("ethereum-network") ? EthereumOptions.read(ethereum) : Optional.empty(),
        root.has("repo-health") ? RepoHealthOptions.read(repositories) : Optional.empty());
  }

  private static StoreChoice store(Settings store) {
    var file =
        store
            .text("sqlite")
            .map(name -> StoreChoice.sqlite(StoreChoice.path(name)), StoreChoice.memory())
            .optional();
    var server =
        store
            .secret("postgresql")
            .map(url -> StoreChoice.postgresql(url.reveal()), StoreChoice.memory())
            .optional();
    boolean memory = store.bool("memory").orElse(false);
    if (memory && file.isPresent()) {
      store.note("memory", "contradicts sqlite; keep one of them");
    }
    if (server.isPresent() && (memory || file.isPresent())) {
      store.note(
          "postgresql", "contradicts " + (memory ? "memory" : "sqlite") + "; keep one of them");
    }
    return memory
        ? StoreChoice.memory()
        : server.or(() -> file).orElse(Configuration.empty().store());
  }

  /** The options of the egress policy, judged once here and handed to every check that has none. */
  private static Map<String, ?> egress(Settings egress) {
    var options = new HashMap<String, Object>();
    egress.bool("allow-private").optional().ifPresent(allow -> options.put("allow-private", allow));
    ranges(egress, "allow", EgressPolicy.lenient()::allow)
        .ifPresent(ranges -> options.put("allow", ranges));
    ranges(egress, "deny", EgressPolicy.lenient()::deny)
        .ifPresent(ranges -> options.put("deny", ranges));
    return options;
  }

  private static Optional<List<String>> ranges(
      Settings egress, String key, Function<String, EgressPolicy> judge) {
    return egress
        .texts(key)
        .<List<String>>map(
            ranges -> {
              ranges.forEach(range -> requireRange(range, judge));
              return ranges;
            },
            List.of())
        .optional();
  }

  private static void requireRange(String range, Function<String, EgressPolicy> judge) {
    // Only whether it is refused matters here; each check builds a policy of its own.
    var unused = judge.apply(range);
  }

  private static List<Maintenance> maintenances(
      List<Settings> sections, List<Registration> checks) {
    var reader = new MaintenanceReader(checks);
    var maintenances = new ArrayList<Maintenance>();
    for (Settings section : sections) {
      section.attempt(reader::read).ifPresent(maintenances::add);
    }
    return maintenances;
  }

  private CheckReader reader(Settings root) {
    var egress = egress(root.section("egress"));
    var ruleReader = new RuleReader(plugins);
    var rules = ruleReader.read(root, RuleReader.standard());
    return new CheckReader(plugins, egress, root.section("defaults"), ruleReader, rules);
  }

  private static List<Registration> checks(
      Settings root,
      CheckReader reader,
      Settings connectivity,
      List<String> references,
      List<Settings> maintenance,
      List<Settings> pages) {
    var registrations = new ArrayList<Registration>();
    var taken = new HashMap<String, String>();
    var sections = root.sections("checks");
    for (Settings check : sections) {
      check.attempt(reader::read).ifPresent(registrations::add);
      var name = check.text("name").orElse("");
      var other = name.isEmpty() ? null : taken.putIfAbsent(name, check.path());
      if (other != null) {
        check.note("name", "is the name of " + other + " already; names must be unique");
      }
    }
    var relations = new Relations(registrations, taken.keySet());
    relations.judgeReferences(connectivity, references);
    sections.forEach(relations::judge);
    maintenance.forEach(relations::judgeMaintenance);
    pages.forEach(relations::judgeStatusPage);
    return registrations;
  }
}
