package dev.pulse.samples.app;

import dev.pulse.api.PulseException;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Problem;
import dev.pulse.samples.app.config.StoreChoice;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** All commands, and what happens when one of them cannot do what it was asked. */
final class CommandLineInterface {
  private final Surroundings surroundings;
  private final PulseCommand root;
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

  CommandLineInterface(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.root = new PulseCommand();
    commands.put("serve", () -> new ServeCommand(surroundings));
    commands.put("check", () -> new CheckCommand(surroundings));
    commands.put("validate", () -> new ValidateCommand(surroundings));
    commands.put("password", () -> new PasswordCommand(surroundings));
    commands.put("plugins", () -> new PluginsCommand(surroundings));
    commands.put("detect", () -> new DetectCommand(surroundings));
    commands.put(
        "rules",
        () ->
            new CommandLine(new RulesCommand())
                .addSubcommand(new RulesTestCommand(surroundings))
                .addSubcommand(new RulesBacktestCommand(surroundings)));
    commands.put("demo", () -> new DemoCommand(surroundings));
    commands.put("report", () -> new ReportCommand(surroundings));
    commands.put("scan", () -> new ScanCommand(surroundings));
    commands.put("dashboard", () -> new DashboardCommand(surroundings));
    commands.put(
        "routes",
        () ->
            new CommandLine(new RoutesCommand())
                .addSubcommand(new RoutesExplainCommand(surroundings)));
    commands.put(
        "notify",
        () ->
            new CommandLine(new NotifyCommand())
                .addSubcommand(new NotifyTestCommand(surroundings)));
    commands.put(
        "run",
        () ->
            new CommandLine(new RunCommand())
                .addSubcommand(new RunUptimeGuardCommand(surroundings))
                .addSubcommand(new RunValidatorExecutionsCommand(surroundings))
                .addSubcommand(new RunEthereumNetworkCommand(surroundings))
                .addSubcommand(new RunRepoHealthCommand(surroundings)));
    commands.put("ethereum", () -> EthereumCommand.with(surroundings));
    commands.put(
        "export",
        () ->
            new CommandLine(new ExportCommand(surroundings))
                .addSubcommand(new ExportUptimeGuardCommand(surroundings)));
  }

  /** Runs what the arguments ask for and returns the exit code. */
  int run(String... arguments) {
    return commandLine(arguments).execute(arguments);
  }

  /**
   * The command that is asked for, or all of them where none is: reading the annotations of one
   * takes ten milliseconds at the start of a JVM.
   */
  private CommandLine commandLine(String... arguments) {
    var commandLine = new CommandLine(root);
    var asked =
        Arrays.stream(arguments)
            .filter(argument -> !argument.startsWith("-"))
            .findFirst()
            .filter(commands::containsKey);
    if (asked.isPresent()) {
      add(commandLine, asked.get());
    } else {
      commands.keySet().forEach(name -> add(commandLine, name));
    }
    return commandLine
        .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, CommandLineInterface::duration)
        .registerConverter(StoreChoice.class, CommandLineInterface::store)
        .setExecutionStrategy(this::execute)
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
  }

  private void add(CommandLine commandLine, String name) {
    var command = commands.get(name);
    if (command != null) {
      commandLine.addSubcommand(name, command.get());
    }
  }

  private int execute(ParseResult parsed) {
    Logging.configure(root.debug());
    return new CommandLine.RunLast().execute(parsed);
  }

  private int misused(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    surroundings.err().println(name + ": " + oneLine(e.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    surroundings.err().println("Try: " + name + " --help");
    return ExitCode.USAGE;
  }

  private int failed(Exception e) {
    if (root.debug()) {
      e.printStackTrace(surroundings.err());
    }
    if (e instanceof ConfigurationException configuration) {
      for (Problem problem : configuration.problems()) {
        surroundings.err().println(oneLine(problem.toString()));
      }
      return ExitCode.USAGE;
    }
    if (e instanceof PulseException || e instanceof StartException) {
      surroundings.err().println("pulse: " + oneLine(e.getMessage()));
      return ExitCode.FAILED;
    }
    surroundings
        .err()
        .println(
            "pulse: unexpected "
                + oneLine(e.toString())
                + (root.debug() ? "" : " (add --debug to see where)"));
    return ExitCode.FAILED;
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static StoreChoice store(String text) {
    try {
      return StoreChoice.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** A text without line breaks and whatever else could move the cursor of a terminal. */
  static String oneLine(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\p{Cntrl}+", " ");
  }
}
