package dev.pulse.core.notify;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.notify.HttpMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers of a webhook that somebody configures, all of them secrets. */
final class WebhookHeaders {
  private static final String AUTHORIZATION = "Authorization";

  /** Those that say how a request is to be read, and those that Pulse sets. */
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "idempotency-key",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-pulse-signature");

  record Basic(String user, Secret password) {}

  private WebhookHeaders() {}

  /** What is wrong; no message repeats a value. */
  static List<Problem> problems(
      Map<String, Secret> headers, @Nullable Basic basic, @Nullable Secret bearer) {
    var problems = new ArrayList<Problem>();
    headers.forEach(
        (name, value) -> {
          if (!HttpMessage.isHeaderName(name)) {
            problems.add(
                new Problem("", "headers", "a name must be 1 to 200 letters, digits and hyphens"));
          } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            problems.add(
                new Problem("", "headers." + name, "cannot be set: Pulse decides about it"));
          } else if (!HttpMessage.isHeaderValue(value.reveal())) {
            problems.add(
                new Problem(
                    "",
                    "headers." + name,
                    "must be at most 8192 visible ASCII characters and blanks, without line breaks"));
          } else if (name.equalsIgnoreCase(AUTHORIZATION) && (basic != null || bearer != null)) {
            problems.add(new Problem("", "headers." + name, "excludes basic and bearer"));
          }
        });
    if (basic != null && bearer != null) {
      problems.add(
          new Problem("", "bearer", "excludes basic: there is only one Authorization header"));
    }
    if (basic != null && basic.user().chars().anyMatch(c -> c == ':' || c < ' ' || c == 0x7f)) {
      problems.add(new Problem("", "basic.user", "must not contain a colon or control characters"));
    }
    if (bearer != null && !HttpMessage.isHeaderValue(bearer.reveal())) {
      problems.add(
          new Problem(
              "", "bearer", "must be at most 8192 visible ASCII characters, without line breaks"));
    }
    return problems;
  }

  /** Those that are given, and the one that the credentials make. */
  static Map<String, Secret> all(
      Map<String, Secret> headers, @Nullable Basic basic, @Nullable Secret bearer) {
    var all = new LinkedHashMap<String, Secret>(headers);
    if (basic != null) {
      var pair = (basic.user() + ":" + basic.password().reveal()).getBytes(StandardCharsets.UTF_8);
      all.put(AUTHORIZATION, Secret.of("Basic " + Base64.getEncoder().encodeToString(pair)));
    } else if (bearer != null) {
      all.put(AUTHORIZATION, Secret.of("Bearer " + bearer.reveal()));
    }
    return all;
  }
}
