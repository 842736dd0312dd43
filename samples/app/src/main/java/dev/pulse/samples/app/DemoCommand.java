package dev.pulse.samples.app;

import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.StoreChoice;
import dev.pulse.samples.app.demo.Demo;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows Pulse alive, with targets of its own. */
@Command(
    name = "demo",
    description = {
      "Shows Pulse alive, without configuration and without internet.",
      "",
      "Six targets on this machine (steady, slow, flaky, failing, spiky and a TCP port) are checked every second.",
      "The first incident opens after about 10 seconds and is over after 20; the first latency"
          + " anomaly comes after about 30.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  pulse demo",
      "  pulse demo --port 0 --store memory",
      "",
      "Ctrl-C or SIGTERM stops it. Exit code 1 when the port is taken."
    })
final class DemoCommand implements Callable<Integer> {
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
          "Where to remember: a SQLite file, or memory; default: pulse-demo.db in a temporary"
              + " folder, removed at the end.")
  private @Nullable StoreChoice store;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException, StartException {
    try (var folder = TemporaryFolder.create("pulse-demo-");
        var demo = Demo.start()) {
      var chosen = store == null ? StoreChoice.sqlite(folder.file("pulse-demo.db")) : store;
      var configuration = Configuration.empty().with("127.0.0.1", port, chosen).with(demo.checks());
      try (var service = Service.start(configuration, surroundings.out(), surroundings.err())) {
        announce(service.uri(), chosen);
        surroundings.stop().await();
      }
    } catch (IOException e) {
      throw new StartException("the demo cannot play its targets: " + e.getMessage(), e);
    }
    surroundings.out().println("Stopped.");
    return ExitCode.OK;
  }

  private void announce(URI uri, StoreChoice chosen) {
    var out = surroundings.out();
    out.println("Pulse demo is ready at " + uri + " (open it in a browser)");
    out.println("Six checks every second, remembering in " + chosen + ". Ctrl-C stops it.");
    out.println();
    out.println("  curl " + uri + "api/v1/checks");
    out.println("  curl " + uri + "api/v1/checks/spiky/outcomes");
    out.println("  curl " + uri + "api/v1/incidents");
    out.println("  curl " + uri + "metrics");
    out.println();
    out.println(
        "\"failing\" goes down after 8 s and recovers after 18; \"spiky\" is odd after 30.");
  }
}
