package dev.pulse.samples.app;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Problem;
import dev.pulse.api.notify.Channel;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.Routing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a configuration file and says what would run, without running it. */
@Command(
    name = "validate",
    description = {
      "Reads a configuration file and says what would run, or everything that is wrong with it.",
      "Nothing is started, opened or connected to.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Example:",
      "  pulse validate --config pulse.yaml",
      "",
      "Problems are reported one per line, as pulse.yaml:14: checks[2].url: …",
      "Variables ($${NAME}) are filled in as pulse serve would; their values are never printed.",
      "",
      "Exit codes: 0 when it could be served, 2 when not."
    })
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; default: pulse.yaml.")
  private Path config = Path.of("pulse.yaml");

  @Mixin private PluginFolder folder = new PluginFolder();

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (var plugins = folder.load()) {
      describe(Configuration.load(config, surroundings.environment(), plugins));
    }
    return ExitCode.OK;
  }

  private void describe(Configuration configuration) {
    var out = surroundings.out();
    out.println(config + " is fine.");
    out.println(
        "  listens on "
            + configuration.host()
            + " port "
            + configuration.port()
            + callers(configuration));
    out.println(
        "  remembers in "
            + configuration.store()
            + configuration.retention().map(kept -> ", " + kept).orElse(", for ever"));
    var systems = configuration.systems();
    systems
        .uptimeGuard()
        .ifPresent(guard -> out.println("  runs the uptime guard below /uptime-guard"));
    systems
        .validatorExecutions()
        .ifPresent(
            options -> out.println("  runs validator executions below /validator-executions"));
    systems
        .ethereumNetwork()
        .ifPresent(
            options ->
                out.println("  watches Ethereum networks, commands below /ethereum-network"));
    systems
        .repoHealth()
        .ifPresent(options -> out.println("  watches " + options + ", page below /repo-health"));
    out.println("  checks: " + configuration.checks().size());
    for (Registration check : configuration.checks()) {
      out.println("    " + check.name() + ": " + check.schedule() + ", " + check.check());
      out.println("      " + rules(check));
    }
    describe(configuration.routing());
    for (Problem warning : configuration.warnings()) {
      out.println("  mind " + warning);
    }
  }

  private void describe(Routing routing) {
    var out = surroundings.out();
    out.println(
        "  channels: "
            + routing.channels().size()
            + (routing.channels().isEmpty() ? ": nobody is told" : ""));
    for (Channel channel : routing.channels()) {
      out.println("    " + channel.name() + ": " + channel.notifier());
    }
  }

  private static String callers(Configuration configuration) {
    var tokens = count(configuration.tokens().size(), "a token", " tokens");
    var users = count(configuration.users().size(), "a user", " users");
    return Stream.of(tokens, users)
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + " and " + other)
        .map(both -> ", with " + both)
        .orElse("");
  }

  private static Optional<String> count(int count, String one, String many) {
    return switch (count) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(one);
      default -> Optional.of(count + many);
    };
  }

  private static String rules(Registration check) {
    return check.rules().isEmpty()
        ? "no rules: opens no incidents"
        : check.rules().stream().map(AlertRule::toString).collect(Collectors.joining("; "));
  }
}
