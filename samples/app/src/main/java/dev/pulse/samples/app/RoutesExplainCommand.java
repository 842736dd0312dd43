package dev.pulse.samples.app;

import dev.pulse.api.config.Durations;
import dev.pulse.api.model.Labels;
import dev.pulse.api.route.Destination;
import dev.pulse.api.route.Matcher;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.Routing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which routes of a configuration an alert would take. */
@Command(
    name = "explain",
    description = {
      "Says which routes of a configuration an alert with some labels would take, and who is told.",
      "Nothing is started, opened or sent.",
      ""
    },
    mixinStandardHelpOptions = true,
    parameterListHeading = "Parameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Every alert has the labels alertname (the rule), check and severity (info, warning or",
      "critical), and those of its target. One that is not given counts as empty.",
      "",
      "Example:",
      "  pulse routes explain -c pulse.yaml severity=critical team=shop",
      "",
      "Exit codes: 0 when somebody is told, 1 when nobody is, 2 when the command line or the",
      "configuration is wrong."
    })
final class RoutesExplainCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; default: pulse.yaml.")
  private Path config = Path.of("pulse.yaml");

  @Mixin private PluginFolder folder = new PluginFolder();

  @Parameters(paramLabel = "LABEL=VALUE", arity = "0..*", description = "The labels of the alert.")
  private List<String> labels = new ArrayList<>();

  RoutesExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Logging.quiet();
    var alert = labels();
    try (var plugins = folder.load()) {
      var routing = Configuration.load(config, surroundings.environment(), plugins).routing();
      return explain(alert, destinations(routing, alert));
    }
  }

  private static List<Destination> destinations(Routing routing, Labels alert) {
    if (routing.route().isEmpty()) {
      return List.of();
    }
    try (var pulse = Pulse.builder().store(Stores.memory()).route(routing.route().get()).start()) {
      return pulse.alerting().destinations(alert);
    }
  }

  private Integer explain(Labels alert, List<Destination> destinations) {
    var out = surroundings.out();
    var told = destinations.stream().filter(to -> !to.channels().isEmpty()).toList();
    out.println(
        "An alert with "
            + (alert.asMap().isEmpty() ? "no labels" : matchers(alert))
            + (told.isEmpty() ? " goes to nobody: there is no route." : " goes"));
    for (Destination to : told) {
      out.println("  to " + String.join(", ", to.channels()));
      out.println(
          "    by route     " + CommandLineInterface.oneLine(String.join(" > ", to.path())));
      out.println(
          "    in a group   "
              + (to.group().asMap().isEmpty() ? "with all others" : "of " + matchers(to.group())));
      out.println(
          "    told         after "
              + Durations.format(to.groupWait())
              + ", then of changes every "
              + Durations.format(to.groupInterval())
              + ", and again after "
              + Durations.format(to.repeatInterval()));
      times("only during  ", to.activeTimes());
      times("not during   ", to.muteTimes());
    }
    return told.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
  }

  private void times(String what, List<String> names) {
    if (!names.isEmpty()) {
      surroundings
          .out()
          .println("    " + what + CommandLineInterface.oneLine(String.join(", ", names)));
    }
  }

  private static String matchers(Labels labels) {
    return CommandLineInterface.oneLine(
        labels.asMap().entrySet().stream()
            .map(label -> Matcher.equal(label.getKey(), label.getValue()).toString())
            .collect(Collectors.joining(", ")));
  }

  private Labels labels() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw misuse("LABEL=VALUE must look like team=shop, but is \"" + label + "\"");
      }
      if (all.putIfAbsent(label.substring(0, equals), label.substring(equals + 1)) != null) {
        throw misuse("the label " + label.substring(0, equals) + " is given twice");
      }
    }
    try {
      return Labels.from(all);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
