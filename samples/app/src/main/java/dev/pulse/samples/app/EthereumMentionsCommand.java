package dev.pulse.samples.app;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes who is called about a client. */
final class EthereumMentionsCommand {
  private EthereumMentionsCommand() {}

  /** What all of them have. */
  abstract static class Change implements Callable<Integer> {
    private final Surroundings surroundings;
    private final String action;
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private EthereumServer server = new EthereumServer();

    @Parameters(index = "0", paramLabel = "NETWORK", description = "The key of the network.")
    private String network = "";

    @Parameters(index = "1", paramLabel = "CLIENT", description = "The key of the client.")
    private String client = "";

    Change(Surroundings surroundings, String action) {
      this.surroundings = surroundings;
      this.action = action;
    }

    @Nullable String handles() {
      return null;
    }

    @Override
    public Integer call() throws StartException {
      Logging.errorsOnly();
      return server
          .client(surroundings, spec.commandLine())
          .tell(
              "POST",
              "mentions/" + action,
              Map.of(),
              server.about("network", network, "client", client, "handles", handles()));
    }
  }

  /** What those have that name people. */
  abstract static class ChangeOfHandles extends Change {
    @Parameters(
        index = "2",
        arity = "1..*",
        paramLabel = "HANDLE",
        description = "A user or a role, such as <@41771983423143936>.")
    private String[] handles = {};

    ChangeOfHandles(Surroundings surroundings, String action) {
      super(surroundings, action);
    }

    @Override
    String handles() {
      return String.join(" ", handles);
    }
  }

  /** Calls people. */
  @Command(
      name = "add",
      description = {"Calls people and roles in alerts of a client.", ""},
      mixinStandardHelpOptions = true)
  static final class Add extends ChangeOfHandles {
    Add(Surroundings surroundings) {
      super(surroundings, "add");
    }
  }

  /** Calls people no more. */
  @Command(
      name = "remove",
      description = {"Calls people and roles no more in alerts of a client.", ""},
      mixinStandardHelpOptions = true)
  static final class Remove extends ChangeOfHandles {
    Remove(Surroundings surroundings) {
      super(surroundings, "remove");
    }
  }

  /** Calls those who are kept. */
  @Command(
      name = "enable",
      description = {"Calls those who are configured for a client.", ""},
      mixinStandardHelpOptions = true)
  static final class Enable extends Change {
    Enable(Surroundings surroundings) {
      super(surroundings, "enable");
    }
  }

  /** Keeps those who are called, and does not call them. */
  @Command(
      name = "disable",
      description = {"Calls nobody for a client, and keeps who they are.", ""},
      mixinStandardHelpOptions = true)
  static final class Disable extends Change {
    Disable(Surroundings surroundings) {
      super(surroundings, "disable");
    }
  }

  static CommandLine with(Surroundings surroundings) {
    return new CommandLine(
            EthereumCommand.group("mentions", "Says who is called about which client."))
        .addSubcommand(new EthereumMentionsListCommand(surroundings))
        .addSubcommand(new Add(surroundings))
        .addSubcommand(new Remove(surroundings))
        .addSubcommand(new Enable(surroundings))
        .addSubcommand(new Disable(surroundings));
  }
}
