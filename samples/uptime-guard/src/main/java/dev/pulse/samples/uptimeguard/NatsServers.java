package dev.pulse.samples.uptimeguard;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.environment.Authority;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The NATS servers of {@code NATS_URL}.
 *
 * @param urls the addresses as they were given; they may hold passwords
 * @param places the same without user and password, for people
 */
record NatsServers(List<Secret> urls, List<String> places) {
  private static final List<String> SCHEMES = List.of("nats://", "tls://");

  NatsServers {
    urls = List.copyOf(urls);
    places = List.copyOf(places);
  }

  /**
   * Reads the variable.
   *
   * @throws IllegalArgumentException that says what is allowed without repeating the value
   */
  static NatsServers parse(String list) {
    var urls = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    // Places first: they know what is wrong with an address that is blank.
    var places = urls.stream().map(NatsServers::place).toList();
    return new NatsServers(urls.stream().map(Secret::of).toList(), places);
  }

  private static String place(String url) {
    var folded = url.toLowerCase(Locale.ROOT);
    var scheme =
        SCHEMES.stream()
            .filter(folded::startsWith)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must be nats:// or tls:// addresses, separated by commas"));
    var rest = url.substring(scheme.length());
    var authority =
        Authority.parse(rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest);
    return scheme + authority.urlHost() + ":" + authority.port().orElse(4222);
  }

  /** The addresses without user and password. */
  @Override
  public String toString() {
    return places.stream().collect(Collectors.joining(", "));
  }
}
