package dev.pulse.samples.fakes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that a {@link FakeCluster} saw.
 *
 * @param method GET, mostly
 * @param target path and query as they came, encoded
 * @param path the path, decoded
 * @param query parameters, decoded, in their order
 * @param headers names in small letters; the last value where one repeats
 * @param token the bearer token that it carried
 */
public record FakeRequest(
    String method,
    String target,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Optional<String> token) {
  /** The only or first value of a query parameter; empty text when there is none. */
  public String parameter(String name) {
    return query.getOrDefault(name, List.of("")).get(0);
  }
}
