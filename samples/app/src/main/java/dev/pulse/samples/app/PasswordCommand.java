package dev.pulse.samples.app;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.PasswordHash;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a password and prints what the configuration keeps of it. */
@Command(
    name = "password",
    description = {
      "Reads a password and prints its hash, for server.users[].password-hash in pulse.yaml.",
      "The password is asked for twice and not shown; it cannot be an argument, where others see it.",
      ""
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  pulse password",
      "  pulse password --stdin < password.txt",
      "",
      "Exit codes: 0 when the hash was printed, 1 when no password could be read,",
      "2 when it is too short or too long."
    })
final class PasswordCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--stdin",
      description = "Read the password from standard input, which must be one line.")
  private boolean stdin;

  /** What would otherwise be shown in a message about it. */
  @Parameters(hidden = true)
  private List<String> arguments = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  PasswordCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    if (!arguments.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "takes no argument: others see what stands on a command line");
    }
    var password = stdin ? surroundings.keyboard().line() : typed();
    if (password.isEmpty()) {
      throw new StartException("there is no password");
    }
    try {
      surroundings.out().println(PasswordHash.of(password.get()).text());
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      surroundings.err().println("pulse password: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private Optional<Secret> typed() throws StartException {
    var keyboard = surroundings.keyboard();
    var first = keyboard.ask("Password, at least " + PasswordHash.SHORTEST + " characters: ");
    if (first.isPresent() && !keyboard.ask("Again: ").equals(first)) {
      throw new StartException("the two passwords differ");
    }
    return first;
  }
}
