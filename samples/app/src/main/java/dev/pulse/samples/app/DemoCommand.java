package dev.pulse.samples.app;

import dev.pulse.core.plugin.Plugins;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.StoreChoice;
import dev.pulse.samples.app.demo.Demo;
import dev.pulse.samples.app.demo.Past;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Shows Pulse alive, with a shop of its own to watch: what serve does, with a file that it writes.
 */
@Command(
    name = "demo",
    description = {
      "Shows Pulse alive, without configuration and without internet.",
      "",
      "A shop that does not exist is played on this machine: three dozen checks of seven kinds, the"
          + " uptime guard, the health of repositories, status pages, announced work, and people"
          + " who are told. Something goes wrong within the first 15 seconds, and is mended.",
      "",
      "It is served from a pulse.yaml like anybody's; --print-config shows one to begin with.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  pulse demo",
      "  pulse demo --port 0 --store memory",
      "  pulse demo --print-config > pulse.yaml",
      "",
      "What is older than the start is made up, and says so; a store that is kept has it only"
          + " once.",
      "Ctrl-C or SIGTERM stops it. Exit code 1 when the port is taken."
    })
final class DemoCommand implements Callable<Integer> {
  /** What systems tell a terminal of each scan would soon bury what the demo says of itself. */
  private static final PrintStream QUIET =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private static final String DELIVERIES = "dev.pulse.core.internal.notify.Courier";
  private static final String VALIDATORS = "bboostd-validator-monitoring";

  private final Surroundings surroundings;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "N",
      converter = PortConverter.class,
      description = "The port to listen on, 0 for any that is free; default: 8080.")
  private int port = 8080;

  @Option(
      names = "--store",
      paramLabel = "FILE|memory",
      description =
          "Where to remember: a SQLite file, or memory, which has no past; default: pulse-demo.db"
              + " in a temporary folder, removed at the end.")
  private @Nullable StoreChoice store;

  @Option(
      names = "--print-config",
      description = "Print the configuration instead. The ports in it are those of this one time.")
  private boolean printConfig;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException, StartException {
    // Trouble is on its way here, and none of it news but to those who look at the pages: not even
    // messages that a receiver refuses, which are errors elsewhere.
    Logging.errorsOnly();
    Logging.silence(DELIVERIES);
    Logging.silence(VALIDATORS);
    try (var folder = TemporaryFolder.create("pulse-demo-");
        var demo = Demo.start(InstantSource.system());
        var plugins = Plugins.builder().load(DemoCommand.class.getClassLoader()).build()) {
      var chosen = store == null ? StoreChoice.sqlite(folder.file("pulse-demo.db")) : store;
      if (printConfig) {
        surroundings.out().print(Files.readString(write(demo, folder, chosen)));
        return ExitCode.OK;
      }
      serve(demo, folder, chosen, plugins);
    } catch (IOException e) {
      throw new StartException("the demo cannot play its shop: " + e.getMessage(), e);
    }
    surroundings.out().println("Stopped.");
    return ExitCode.OK;
  }

  private Path write(Demo demo, TemporaryFolder folder, StoreChoice chosen)
      throws IOException, InterruptedException {
    return demo.write(folder.path(), port, chosen.file().orElse(folder.file("unused.db")));
  }

  private void serve(Demo demo, TemporaryFolder folder, StoreChoice chosen, Plugins plugins)
      throws IOException, InterruptedException {
    Path file;
    Configuration configuration;
    // Its past is in the store before the service opens that, and finds it as if it had been there.
    try (var past = chosen.remembers() ? chosen.open() : Stores.memory()) {
      file = write(demo, folder, chosen);
      var read = Configuration.load(file, surroundings.environment(), plugins);
      configuration = read.with(read.host(), port, chosen);
      if (chosen.remembers()) {
        Past.of(configuration.checks(), InstantSource.system().instant()).write(past);
      }
    }
    try (var service = Service.start(configuration, QUIET, QUIET);
        var people = demo.people(service.uri())) {
      announce(service.uri(), configuration, file);
      Service.settle();
      surroundings.stop().await();
    }
  }

  private void announce(URI uri, Configuration configuration, Path file) {
    var out = surroundings.out();
    out.println("Pulse demo is ready at " + uri + " (open it in a browser)");
    out.println(
        "Watching "
            + configuration.checks().size()
            + " checks of a shop that does not exist, remembering in "
            + configuration.store()
            + ". Ctrl-C stops it.");
    out.println();
    out.println("  Overview       " + uri);
    out.println("  Status page    " + uri + "status/shop");
    out.println("  For partners   " + uri + "status/platform (the-token-of-the-demo)");
    out.println("  Repositories   " + uri + "repo-health/");
    out.println("  Uptime guard   " + uri + "uptime-guard/");
    out.println("  Configuration  " + file);
    out.println();
    out.println("  curl " + uri + "api/v1/checks");
    out.println("  curl " + uri + "api/v1/checks/spiky/outcomes");
    out.println("  curl " + uri + "api/v1/incidents");
    out.println("  curl " + uri + "metrics");
    out.println();
    out.println(
        "Card payments fail after 25 s for 40, \"failing\" after 8 for 10; \"spiky\" is odd after"
            + " 30.");
    out.println("What is older than this start is made up, and says so.");
  }
}
