package dev.pulse.samples.app;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Route;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.Routing;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one message to a channel, to see whether it arrives. */
@Command(
    name = "test",
    description = {
      "Sends one made-up alert to a channel of a configuration, to see whether it arrives.",
      "The message says that it is a test. Nothing else is started, and no store is opened.",
      ""
    },
    mixinStandardHelpOptions = true,
    parameterListHeading = "Parameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Example:",
      "  SLACK_WEBHOOK_URL=… pulse notify test -c pulse.yaml ops",
      "",
      "Exit codes: 0 when the receiver took it, 1 when not, 2 when the command line or the",
      "configuration is wrong."
    })
final class NotifyTestCommand implements Callable<Integer> {
  private static final String BY = "pulse notify test";

  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; default: pulse.yaml.")
  private Path config = Path.of("pulse.yaml");

  @Mixin private PluginFolder folder = new PluginFolder();

  @Parameters(paramLabel = "CHANNEL", description = "The name of the channel.")
  private String name = "";

  NotifyTestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Logging.quiet();
    try (var plugins = folder.load()) {
      var routing = Configuration.load(config, surroundings.environment(), plugins).routing();
      var channel = routing.channel(name).orElseThrow(() -> unknown(routing));
      return send(channel);
    }
  }

  private Integer send(Channel channel) {
    try (var pulse = Pulse.builder().store(Stores.memory()).route(Route.to(channel)).start()) {
      var receipt = pulse.alerting().test(channel.name(), BY);
      surroundings.out().println(channel.name() + ": delivered" + reference(receipt));
      return ExitCode.OK;
    } catch (NotifyException e) {
      surroundings
          .err()
          .println(
              channel.name()
                  + ": not delivered: "
                  + CommandLineInterface.oneLine(e.getMessage())
                  + (e.isWorthRetrying() ? " (this may go away)" : " (this will not go away)"));
      return ExitCode.FAILED;
    }
  }

  private static String reference(Receipt receipt) {
    return receipt.reference().isEmpty()
        ? ""
        : " (" + CommandLineInterface.oneLine(receipt.reference()) + ")";
  }

  private ParameterException unknown(Routing routing) {
    return new ParameterException(
        spec.commandLine(),
        "there is no channel \""
            + name
            + "\" in "
            + config
            + "; there "
            + (routing.channels().isEmpty()
                ? "are none"
                : "are "
                    + routing.channels().stream()
                        .map(Channel::name)
                        .collect(Collectors.joining(", "))));
  }
}
