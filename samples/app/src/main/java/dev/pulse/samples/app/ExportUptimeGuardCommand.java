package dev.pulse.samples.app;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.uptimeguard.UptimeGuardMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the uptime guard's targets, probes and incidents as SQL. */
@Command(
    name = "uptime-guard",
    description = {
      "Writes the targets, probes and incidents of the uptime guard as SQL that SQLite and",
      "PostgreSQL load. The guard must not be running on the same file.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Variables: DATABASE_URL says where to read, as for pulse run uptime-guard.",
      "",
      "Example:",
      "  pulse export uptime-guard --sql guard.sql && sqlite3 copy.db < guard.sql"
    })
final class ExportUptimeGuardCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--sql",
      paramLabel = "FILE",
      required = true,
      description = "Where to write; replaced when it is there.")
  private Path file = Path.of("");

  ExportUptimeGuardCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    try {
      UptimeGuardMain.export(surroundings.environment(), file);
    } catch (ConfigurationException e) {
      return VariableProblems.report(e, surroundings.err());
    } catch (IOException e) {
      throw new StartException("cannot write " + file + ": " + e, e);
    }
    surroundings.out().println("Wrote " + file);
    return ExitCode.OK;
  }
}
