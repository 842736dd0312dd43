package dev.pulse.samples.app;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options of the commands that ask a running watch over Ethereum networks. */
final class EthereumServer {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "Where the commands are; default: http://127.0.0.1:9292. Under pulse serve:",
        "http://127.0.0.1:8080/ethereum-network."
      })
  private String url = "http://127.0.0.1:9292";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long it may be silent, such as 30s; default: 5m.")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--guild",
      paramLabel = "ID",
      description = "The Discord server it is about; default: the one that is configured.")
  private @Nullable String guild;

  /** Values by name, with the guild. */
  Map<String, @Nullable String> about(@Nullable String... namesAndValues) {
    var values = new LinkedHashMap<String, @Nullable String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    values.put("guild", guild);
    return values;
  }

  ServerClient client(Surroundings surroundings, CommandLine command) {
    return new ServerClient(surroundings, new ServerAddress(url, timeout), command);
  }
}
