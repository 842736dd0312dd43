package dev.pulse.samples.app;

import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.core.alerting.Backtest;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.StoreChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Judges recorded history by the rules of a configuration. */
@Command(
    name = "backtest",
    description = {
      "Judges the history that is in the store by the rules of a configuration, and says which"
          + " incidents they would have opened. Nothing is asked, changed or told.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "The rules begin with nothing learnt. A store belongs to one process: stop the Pulse that",
      "watches, or name a copy of its file with --store.",
      "",
      "Examples:",
      "  pulse rules backtest --config pulse.yaml --check shop --from -30d",
      "  pulse rules backtest --store copy.db --incidents",
      "",
      "Exit codes:",
      "  0   it was judged, whatever came of it",
      "  1   the store cannot be read",
      "  2   the command line or the configuration is wrong"
    })
final class RulesBacktestCommand implements Callable<Integer> {
  private static final Duration USUAL = Duration.ofDays(7);

  private final Surroundings surroundings;
  private final InstantSource clock = InstantSource.system();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; default: pulse.yaml.")
  private Path config = Path.of("pulse.yaml");

  @Option(names = "--check", paramLabel = "NAME", description = "One check; default: all.")
  private @Nullable String check;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = "Another store than that of the configuration.")
  private @Nullable StoreChoice store;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description = "The first moment: " + MomentConverter.FORMS + "; default: -7d.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description = "The first moment after it, in the same forms; default: now.")
  private @Nullable Instant to;

  @Option(names = "--incidents", description = "List each incident too.")
  private boolean incidents;

  @Mixin private PluginFolder folder = new PluginFolder();

  RulesBacktestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Logging.errorsOnly();
    try (var plugins = folder.load()) {
      var configuration = Configuration.load(config, surroundings.environment(), plugins);
      var end = to == null ? clock.instant() : to;
      var begin = from == null ? end.minus(USUAL) : from;
      if (!begin.isBefore(end)) {
        throw misused("--from must be before --to");
      }
      run(checks(configuration), file(configuration), begin, end);
    }
    return ExitCode.OK;
  }

  private List<Registration> checks(Configuration configuration) {
    var checks =
        configuration.checks().stream()
            .filter(registration -> check == null || registration.name().equals(check))
            .toList();
    if (checks.isEmpty()) {
      throw misused(
          check == null
              ? "the configuration has no checks"
              : "--check must be one of "
                  + configuration.checks().stream()
                      .map(Registration::name)
                      .collect(Collectors.joining(", ")));
    }
    return checks;
  }

  private StoreChoice file(Configuration configuration) {
    var choice = store == null ? configuration.store() : store;
    if (!choice.remembers()) {
      throw misused("a store in memory has no history; name a file with --store");
    }
    var file = choice.file();
    if (file.isPresent() && !Files.exists(file.get())) {
      throw misused("there is no store " + file.get());
    }
    return choice;
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void run(List<Registration> checks, StoreChoice choice, Instant begin, Instant end) {
    var out = surroundings.out();
    try (var opened = choice.open()) {
      for (Registration registration : checks) {
        var backtest = Backtest.run(registration, opened.journal(), begin, end);
        backtest.toString().lines().forEach(line -> out.println(line));
        if (incidents) {
          backtest.incidents().forEach(incident -> out.println("    " + line(incident)));
        }
      }
    }
  }

  private static String line(Incident incident) {
    var alert = incident.alert();
    return CommandLineInterface.oneLine(
        alert.startsAt()
            + " to "
            + alert.endsAt().map(Instant::toString).orElse("the end")
            + " "
            + alert.rule()
            + alert.subject().map(subject -> " (" + subject + ")").orElse("")
            + ": "
            + alert.text());
  }
}
