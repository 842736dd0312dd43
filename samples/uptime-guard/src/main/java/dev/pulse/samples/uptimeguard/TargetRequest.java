package dev.pulse.samples.uptimeguard;

import dev.pulse.core.net.EgressPolicy;
import dev.pulse.samples.server.environment.Authority;
import dev.pulse.samples.server.web.HttpError;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a caller wants to be watched, in the order of checks that the API promises. */
final class TargetRequest {
  private static final int MAX_NAME = 255;
  private static final int MAX_URL = 1024;

  private final Map<?, ?> body;

  private TargetRequest(Map<?, ?> body) {
    this.body = body;
  }

  /**
   * The target of a request. Members that are not known are passed over, as the seed did.
   *
   * @throws HttpError 400 that says what is wrong
   */
  static TargetDocument read(String json, EgressPolicy egress, Instant now) {
    return new TargetRequest(GuardJson.object(json).orElseThrow(TargetRequest::malformed))
        .target(egress, now);
  }

  /**
   * Whether a target is to be enabled.
   *
   * @throws HttpError 400 when the request does not say
   */
  static boolean enabled(String json) {
    var body = GuardJson.object(json).orElseThrow(TargetRequest::malformed);
    if (body.get("enabled") instanceof Boolean enabled) {
      return enabled;
    }
    throw malformed();
  }

  private TargetDocument target(EgressPolicy egress, Instant now) {
    var name = text("name");
    var url = text("url");
    var word = text("type");
    var interval = number("interval_s");
    var timeout = number("timeout_ms");
    var status = number("expected_status");
    if (name.isEmpty() || url.isEmpty() || word.isEmpty()) {
      throw HttpError.of(400, "name, url, and type are required");
    }
    var type =
        TargetType.of(word).orElseThrow(() -> HttpError.of(400, "type must be http, https or tcp"));
    var host =
        hostOf(type, url)
            .orElseThrow(() -> HttpError.of(400, "url does not fit type " + type.word()));
    requireRange("name", name.codePointCount(0, name.length()) <= MAX_NAME);
    requireRange("url", url.codePointCount(0, url.length()) <= MAX_URL);
    var document =
        new TargetDocument(
            name,
            url,
            type.word(),
            true,
            now,
            whole("interval_s", interval, 1, 86_400),
            whole("timeout_ms", timeout, 100, 300_000),
            whole("expected_status", status, 100, 599));
    if (egress.checkHost(host).isPresent()) {
      throw HttpError.of(400, "address is not allowed");
    }
    return document;
  }

  /** The host that an address names; empty when the address is not one of that type. */
  static Optional<String> hostOf(TargetType type, String url) {
    return type == TargetType.TCP ? tcpHost(url) : httpHost(type, url);
  }

  private static Optional<String> tcpHost(String url) {
    try {
      var authority =
          Authority.parse(url.regionMatches(true, 0, "tcp://", 0, 6) ? url.substring(6) : url);
      return authority.userInfo().isEmpty() && authority.port().isPresent()
          ? Optional.of(authority.host())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> httpHost(TargetType type, String url) {
    try {
      var uri = new URI(url);
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean fits = scheme.equals("https") || (scheme.equals("http") && type == TargetType.HTTP);
      if (!fits || uri.getRawAuthority() == null) {
        return Optional.empty();
      }
      // Names with an underscore are common inside networks, but URI finds no host in them.
      var authority = Authority.parse(uri.getRawAuthority());
      return authority.userInfo().isEmpty() ? Optional.of(authority.host()) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String text(String member) {
    var value = body.get(member);
    if (value == null) {
      return "";
    }
    if (value instanceof String text && isStorable(text)) {
      return text.strip();
    }
    throw malformed();
  }

  /**
   * Whether every database keeps the text as it is. Half a surrogate pair is written as a question
   * mark and a NUL not at all: two names that differ here would be the same there.
   */
  private static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(each -> each == 0 || Character.getType(each) == Character.SURROGATE);
  }

  private @Nullable Double number(String member) {
    var value = body.get(member);
    if (value == null) {
      return null;
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return number;
    }
    throw malformed();
  }

  private static @Nullable Integer whole(
      String member, @Nullable Double value, int lowest, int highest) {
    if (value == null) {
      return null;
    }
    requireRange(member, value >= lowest && value <= highest);
    return value.intValue();
  }

  private static void requireRange(String member, boolean holds) {
    if (!holds) {
      throw HttpError.of(400, member + " is out of range");
    }
  }

  private static HttpError malformed() {
    return HttpError.of(400, "Invalid request body");
  }
}
