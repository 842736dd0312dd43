package dev.pulse.samples.app;

import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.app.config.RuleTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds rules against stories of results. */
@Command(
    name = "test",
    description = {
      "Holds rules against stories of results, and says where an incident is not open that should"
          + " be, or the other way round. Nothing is asked, stored or told.",
      ""
    },
    mixinStandardHelpOptions = true,
    parameterListHeading = "Parameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "A file looks like this; \"rules\" may stand in it instead of \"config\":",
      "  config: pulse.yaml",
      "  tests:",
      "    - name: three failures in a row",
      "      check: shop",
      "      results:",
      "        - {at: 0s, every: 30s, times: 3, status: fail, summary: 503}",
      "      expect:",
      "        - {at: 30s, open: []}",
      "        - {at: 60s, open: [{rule: downtime, severity: critical}]}",
      "",
      "Example:",
      "  pulse rules test shop.test.yaml",
      "",
      "Exit codes:",
      "  0   all is as expected",
      "  1   something is not",
      "  2   the command line, a file or its configuration is wrong"
    })
final class RulesTestCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files with tests.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "Name the tests that went well too.")
  private boolean verbose;

  @Mixin private PluginFolder folder = new PluginFolder();

  RulesTestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Logging.errorsOnly();
    try (var plugins = folder.load()) {
      return run(plugins);
    }
  }

  private int run(Plugins plugins) {
    var out = surroundings.out();
    int all = 0;
    int broken = 0;
    for (Path file : files) {
      for (RuleTest test : RuleTest.load(file, surroundings.environment(), plugins)) {
        var differences = test.differences();
        all++;
        broken += differences.isEmpty() ? 0 : 1;
        if (verbose || !differences.isEmpty()) {
          out.println(
              CommandLineInterface.oneLine(file + ": " + test.name())
                  + (differences.isEmpty() ? ": as expected" : ":"));
        }
        differences.forEach(line -> out.println("  " + CommandLineInterface.oneLine(line)));
      }
    }
    out.println(
        (all == 1 ? "1 test, " : all + " tests, ")
            + (broken == 0 ? "all as expected" : broken + " not as expected"));
    return broken == 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
