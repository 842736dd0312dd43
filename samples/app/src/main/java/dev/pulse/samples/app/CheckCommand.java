package dev.pulse.samples.app;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.check.TcpCheck;
import dev.pulse.core.store.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks one address once and says how it is. */
@Command(
    name = "check",
    description = {
      "Asks one address once and says how it is, why, and how long each phase took.",
      ""
    },
    mixinStandardHelpOptions = true,
    parameterListHeading = "Parameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  pulse check https://shop.example/health",
      "  pulse check https://shop.example/ --expect-status 200,301-308 --warn-above 1s",
      "  pulse check https://shop.example/orders -X HEAD -H 'Accept: text/csv' --json",
      "  pulse check tcp://db.example:5432 --timeout 2s",
      "",
      "Exit codes:",
      "  0   PASS, and WARN: it works, but is slower than --warn-above",
      "  1   FAIL",
      "  2   the command line is wrong",
      "  3   UNKNOWN: nobody could ask, say because the address is never allowed"
    })
final class CheckCommand implements Callable<Integer> {
  private static final String NAME = "check";
  private static final Pattern HEADER = Pattern.compile("([^:]+):(.*)", Pattern.DOTALL);
  private static final Pattern RANGE = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  /** Never again within the life of a process that asks once. */
  private static final Duration ONCE = Duration.ofDays(366);

  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "URL",
      description = "http://… or https://… for a request, tcp://host:port for a connection.")
  private String url = "";

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      description = "How long it may take, such as 500ms or 10s; default: 10s.")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = {"-X", "--method"},
      paramLabel = "METHOD",
      description = "The method of the request; default: GET.")
  private @Nullable String method;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "HEADER",
      description = "A header of the request, as 'Name: value'; may be repeated.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--expect-status",
      paramLabel = "STATUS",
      split = ",",
      description = "What is accepted, such as 200,301-308; default: 200-399.")
  private List<String> statuses = new ArrayList<>();

  @Option(
      names = "--warn-above",
      paramLabel = "TIME",
      description = "Warn when the answer takes longer, such as 500ms.")
  private @Nullable Duration warnAbove;

  @Option(names = "--json", description = "Print one JSON object instead.")
  private boolean json;

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    Logging.quiet();
    var check = check();
    var outcome = ask(check);
    surroundings
        .out()
        .print(json ? OutcomeJson.write(check, outcome) : OutcomeText.write(check, outcome));
    surroundings.out().flush();
    return switch (outcome.status()) {
      case PASS, WARN -> ExitCode.OK;
      case FAIL -> ExitCode.FAILED;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }

  private Outcome ask(Check check) throws InterruptedException, ExecutionException {
    var registration =
        Registration.check(NAME, check).schedule(Schedules.every(ONCE)).timeout(timeout).build();
    try (var pulse = Pulse.builder().store(Stores.memory()).start()) {
      WarmUp.run(pulse);
      pulse.add(registration);
      return pulse.runNow(NAME).get();
    }
  }

  private Check check() {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw misuse("--timeout must be longer than nothing and at most 1d");
    }
    try {
      return url.regionMatches(true, 0, "tcp://", 0, 6) ? tcp() : http();
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  private Check tcp() {
    if (method != null || !headers.isEmpty() || !statuses.isEmpty()) {
      throw misuse("--method, --header and --expect-status are for http:// and https:// only");
    }
    var builder = TcpCheck.parse(url);
    if (warnAbove != null) {
      builder.warnAbove(warnAbove);
    }
    return builder.build();
  }

  private Check http() {
    if (!url.matches("(?i)https?://.*")) {
      throw misuse("URL must begin with http://, https:// or tcp://");
    }
    var builder = HttpCheck.request(method == null ? "GET" : method, url);
    for (String header : headers) {
      var parts = HEADER.matcher(header);
      if (!parts.matches()) {
        throw misuse("--header must look like 'Name: value'");
      }
      builder.header(parts.group(1).strip(), parts.group(2).strip());
    }
    for (String status : statuses) {
      var range = RANGE.matcher(status.strip());
      if (!range.matches()) {
        throw misuse("--expect-status must look like 200 or 200,301-308");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      builder.acceptStatusRange(first, last);
    }
    if (warnAbove != null) {
      builder.warnAbove(warnAbove);
    }
    return builder.build();
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
