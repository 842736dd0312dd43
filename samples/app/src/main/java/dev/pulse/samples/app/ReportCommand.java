package dev.pulse.samples.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running server for a report of service levels. */
@Command(
    name = "report",
    description = {
      "Reports how much of a month, or of another stretch, each check was up, and how that was",
      "reckoned. Without --from and --to: the last month.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Variables: PULSE_TOKEN is the token of the server, when it wants one.",
      "",
      "Examples:",
      "  pulse report --zone Europe/Berlin --group-by team --objective 99.9% --output sla.html",
      "  pulse report --from 2026-01-01 --to 2026-04-01 --windows month --format csv",
      "  pulse report --exclude '2026-01-05T22:00Z/2026-01-06T02:00Z/moved the database'",
      "",
      "Exit codes:",
      "  0   all of it was written",
      "  1   the server cannot be asked, or its answer was broken off",
      "  2   the command line is wrong"
    })
final class ReportCommand implements Callable<Integer> {
  private static final List<String> ENDINGS = List.of("html", "csv", "json");

  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--check",
      paramLabel = "NAME",
      description = "Only this check, also a removed one; may be repeated.")
  private List<String> checks = new ArrayList<>();

  @Option(
      names = "--group-by",
      paramLabel = "LABEL",
      description = "Adds up by a label of the targets, or by tags.")
  private @Nullable String groupBy;

  @Option(
      names = "--objective",
      paramLabel = "SHARE",
      description = "How much each should have been up: 0.999 or 99.9%%.")
  private @Nullable String objective;

  @Option(
      names = "--windows",
      paramLabel = "WINDOWS",
      description = "day, week or month; default: days, unless those are too many to be read.")
  private @Nullable String windows;

  @Option(
      names = "--exclude",
      paramLabel = "FROM/TO/REASON",
      description = "Maintenance that nobody announced; may be repeated.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "json, csv or html; default: by the ending of the file, else json.")
  private @Nullable String format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write, replaced when it is there; default: standard output.")
  private @Nullable Path output;

  @Mixin private Stretch stretch = new Stretch();
  @Mixin private ServerAddress address = new ServerAddress();

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    var parameters = stretch.parameters();
    parameters.put("check", checks.isEmpty() ? null : String.join(",", checks));
    parameters.put("group-by", groupBy);
    parameters.put("objective", objective);
    parameters.put("windows", windows);
    parameters.put("exclude", excluded.isEmpty() ? null : String.join(";", excluded));
    var wanted = format == null ? byEnding(output) : format;
    parameters.put("format", wanted);
    return new ServerClient(surroundings, address, spec.commandLine())
        .get("api/v1/reports/sla", mediaType(wanted), parameters, output);
  }

  private static String mediaType(String format) {
    return format.equals("json") ? "application/json" : "text/" + format;
  }

  private static String byEnding(@Nullable Path file) {
    var name = String.valueOf(file).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().filter(ending -> name.endsWith("." + ending)).findAny().orElse("json");
  }
}
