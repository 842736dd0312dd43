package dev.pulse.samples.app;

import dev.pulse.core.plugin.Plugins;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what a configuration can name. */
@Command(
    name = "plugins",
    description = {
      "Lists the types of checks, collectors, scorers and detectors that a configuration can"
          + " name, where each is from, and its options.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  pulse plugins",
      "  pulse plugins --plugins /usr/share/pulse/plugins --json",
      "",
      "Looking for options makes each plug-in read an empty configuration. Problems go to standard"
          + " error, one per line.",
      "",
      "Exit codes: 1 when something could not be loaded, 2 when two plug-ins have one type or the"
          + " directory cannot be read."
    })
final class PluginsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private PluginFolder folder = new PluginFolder();

  @Option(names = "--json", description = "Print one JSON object instead.")
  private boolean json;

  PluginsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    // Every warning about a plug-in is a problem as well, and said below.
    Logging.errorsOnly();
    try (Plugins plugins = folder.load()) {
      var list = plugins.list();
      surroundings.out().print(json ? PluginList.json(list) : PluginList.text(list));
      surroundings.out().flush();
      plugins
          .problems()
          .forEach(
              problem ->
                  surroundings.err().println(CommandLineInterface.oneLine(problem.toString())));
      boolean whole = plugins.problems().isEmpty();
      return whole && list.stream().allMatch(plugin -> plugin.problem().isEmpty())
          ? ExitCode.OK
          : ExitCode.FAILED;
    }
  }
}
