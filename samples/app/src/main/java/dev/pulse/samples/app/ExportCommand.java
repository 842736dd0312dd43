package dev.pulse.samples.app;

import dev.pulse.api.check.Registration;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks a running server for history; has commands for what the systems remember. */
@Command(
    name = "export",
    description = {
      "Writes the history that a running Pulse remembers, as CSV or JSON: each result, newest",
      "first, or windows of them.",
      ""
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[SYSTEM]",
    commandListHeading = "%nSystems with an export of their own:%n",
    optionListHeading = "Options:%n",
    footer = {
      "",
      "A store belongs to one process, so the one that watches is asked: start pulse serve first.",
      "",
      "Variables: PULSE_TOKEN is the token of the server, when it wants one.",
      "",
      "Examples:",
      "  pulse export --check shop --from -7d --output shop.csv",
      "  pulse export --windows day --zone Europe/Berlin --from 2026-01-01 --format json",
      "",
      "Exit codes:",
      "  0   all of it was written",
      "  1   the server cannot be asked, or its answer was broken off",
      "  2   the command line is wrong"
    })
final class ExportCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--check",
      paramLabel = "NAME",
      description = "One check, also one that was removed; default: all.")
  private @Nullable String check;

  @Option(names = "--format", paramLabel = "FORMAT", description = "csv or json; default: csv.")
  private @Nullable String format;

  @Option(
      names = "--windows",
      paramLabel = "WINDOWS",
      description = "Windows instead of results: day, week, month, or how many equal ones.")
  private @Nullable String windows;

  @Option(
      names = "--signal",
      paramLabel = "SIGNAL",
      description = "With --windows: latency (default), failures, or the name of a sample.")
  private @Nullable String signal;

  @Option(
      names = "--status",
      paramLabel = "LIST",
      description = "Only results with these: pass, warn, unknown, fail.")
  private @Nullable String status;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write, replaced when it is there; default: standard output.")
  private @Nullable Path output;

  @Mixin private Stretch stretch = new Stretch();
  @Mixin private ServerAddress address = new ServerAddress();

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    var parameters = stretch.parameters();
    parameters.put("format", format);
    parameters.put("windows", windows);
    parameters.put("signal", signal);
    parameters.put("status", status);
    if (check != null && !Registration.isName(check)) {
      throw new ParameterException(
          spec.commandLine(), "--check must be the name of a check, but is \"" + check + "\"");
    }
    var path = check == null ? "api/v1/export" : "api/v1/checks/" + check + "/export";
    return new ServerClient(surroundings, address, spec.commandLine())
        .get(path, "json".equals(format) ? "application/json" : "text/csv", parameters, output);
  }
}
