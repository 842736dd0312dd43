package dev.pulse.samples.fakes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;

/**
 * A request that a {@link FakeCluster} or a {@link FakeGitHub} saw.
 *
 * @param method GET, mostly
 * @param target path and query as they came, encoded
 * @param path the path, decoded
 * @param query parameters, decoded, in their order
 * @param headers names in small letters; the last value where one repeats
 * @param token the token that it carried
 */
public record FakeRequest(
    String method,
    String target,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Optional<String> token) {
  /**
   * What came over the wire.
   *
   * @param schemes those of {@code Authorization} behind which a token stands
   */
  static FakeRequest of(RecordedRequest recorded, String... schemes) {
    var url = recorded.getUrl();
    var query = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < url.querySize(); i++) {
      var value = url.queryParameterValue(i);
      query
          .computeIfAbsent(url.queryParameterName(i), key -> new ArrayList<>())
          .add(value == null ? "" : value);
    }
    var headers = new LinkedHashMap<String, String>();
    recorded
        .getHeaders()
        .forEach(
            header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
    return new FakeRequest(
        recorded.getMethod(),
        recorded.getTarget(),
        "/" + String.join("/", url.pathSegments()),
        query,
        headers,
        token(headers.getOrDefault("authorization", ""), List.of(schemes)));
  }

  private static Optional<String> token(String authorization, List<String> schemes) {
    int blank = authorization.indexOf(' ');
    return blank > 0 && schemes.contains(authorization.substring(0, blank))
        ? Optional.of(authorization.substring(blank + 1))
        : Optional.empty();
  }

  /** The only or first value of a query parameter; empty text when there is none. */
  public String parameter(String name) {
    return query.getOrDefault(name, List.of("")).get(0);
  }
}
