package dev.pulse.samples.app;

import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.StoreChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Watches what a configuration file names, until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Watches what a configuration file names, and serves the results.",
      "",
      "There is a page at /, REST below /api/v1, /health and /metrics.",
      "Without a configuration it starts empty and says how to add a target.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  pulse serve",
      "  pulse serve --config /etc/pulse/pulse.yaml --store /var/lib/pulse/pulse.db",
      "  SHOP_TOKEN=… pulse serve       (when pulse.yaml says $${SHOP_TOKEN})",
      "",
      "Variables: whatever the configuration names as $${NAME}; a missing one is a problem,"
          + " $${NAME:-default} has a default.",
      "",
      "Ctrl-C or SIGTERM stops in order: requests get 5 s, running checks 10 s.",
      "",
      "Exit codes: 1 when the port or the store is taken, 2 when the configuration is wrong."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Path USUAL = Path.of("pulse.yaml");

  private final Surroundings surroundings;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; default: pulse.yaml, if there is one.")
  private @Nullable Path config;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on; default: 127.0.0.1, this machine only.")
  private @Nullable String host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "N",
      converter = PortConverter.class,
      description = "The port to listen on, 0 for any that is free; default: 8080.")
  private @Nullable Integer port;

  @Option(
      names = "--store",
      paramLabel = "FILE|URL|memory",
      description =
          "Where to remember: a SQLite file, the address of a PostgreSQL, or memory; default:"
              + " pulse.db.")
  private @Nullable StoreChoice store;

  @Mixin private PluginFolder folder = new PluginFolder();

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    // Closed last: checks of a plug-in run until the service has stopped.
    try (var plugins = folder.load()) {
      var configuration = overridden(configuration(plugins));
      try (var service = Service.start(configuration, surroundings.out(), surroundings.err())) {
        announce(configuration, service);
        Service.settle();
        surroundings.stop().await();
      }
    }
    surroundings.out().println("Stopped.");
    return ExitCode.OK;
  }

  private Configuration configuration(Plugins plugins) {
    if (config == null && !Files.exists(USUAL)) {
      return Configuration.empty(surroundings.environment(), plugins);
    }
    return Configuration.load(config == null ? USUAL : config, surroundings.environment(), plugins);
  }

  private Configuration overridden(Configuration read) {
    return read.with(
        host == null ? read.host() : host,
        port == null ? read.port() : port,
        store == null ? read.store() : store);
  }

  private void announce(Configuration configuration, Service service) {
    var out = surroundings.out();
    int count = configuration.checks().size();
    out.println("Pulse " + Version.current() + " is ready at " + service.uri());
    out.println(
        "Watching "
            + (count == 1 ? "1 check" : count + " checks")
            + targets(service.targets())
            + ", remembering in "
            + configuration.store()
            + ". Ctrl-C stops it.");
    service.systems().forEach((name, uri) -> out.println(name + " is at " + uri));
    if (count == 0 && service.targets() == 0 && !configuration.systems().any()) {
      out.println();
      out.println(
          "There is nothing to watch yet. Put this into "
              + (config == null ? USUAL : config)
              + " and start again:");
      out.println();
      out.print(Example.FIRST_CHECK.indent(2));
      if (configuration.targets().isPresent()) {
        out.println();
        out.println("Or add a target in a browser, at " + service.uri() + "#/targets");
      }
    }
  }

  private static String targets(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> " and 1 target";
      default -> " and " + count + " targets";
    };
  }
}
