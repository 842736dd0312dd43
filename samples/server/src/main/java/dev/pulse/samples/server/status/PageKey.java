package dev.pulse.samples.server.status;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may see a private page: whoever sends its token, or one of the server's, and the browser that
 * was given a cookie for it. The cookie is the time until which it holds, signed; it survives a
 * restart, and no change of the token. Thread-safe.
 */
final class PageKey {
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final Pattern VALUE = Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{43})");

  private final String cookie;
  private final List<Secret> accepted;
  private final SecretKeySpec signature;
  private final InstantSource clock;
  private final Guesses guesses;

  PageKey(String page, Secret token, List<AccessToken> tokens, InstantSource clock) {
    this.cookie = "pulse-status-" + page;
    this.accepted = new ArrayList<>();
    accepted.add(token);
    tokens.forEach(one -> accepted.add(one.secret()));
    this.signature =
        new SecretKeySpec(
            ("status page " + page + " " + token.reveal()).getBytes(StandardCharsets.UTF_8),
            "HmacSHA256");
    this.clock = clock;
    this.guesses = new Guesses(clock);
  }

  /** What came of a token that somebody sent. */
  enum Verdict {
    RIGHT,
    WRONG,
    TOO_MANY
  }

  /** Whether a request may see the page. */
  Verdict judge(Request request) {
    if (request.header("Cookie").filter(this::isRemembered).isPresent()) {
      return Verdict.RIGHT;
    }
    // Without a token nobody has guessed anything.
    return request.token().map(this::judge).orElse(Verdict.WRONG);
  }

  /** Whether a token opens the page; wrong ones are counted. */
  Verdict judge(String given) {
    if (!guesses.isAllowed()) {
      return Verdict.TOO_MANY;
    }
    boolean right = false;
    // All of them, whichever it is: the time tells nothing about the order.
    for (Secret secret : accepted) {
      right |= secret.matches(given);
    }
    if (!right) {
      guesses.wrong();
    }
    return right ? Verdict.RIGHT : Verdict.WRONG;
  }

  /**
   * The header that has a browser remember.
   *
   * @param request the form that was sent; over TLS the cookie stays there
   */
  String remember(Request request) {
    var until = Long.toString(clock.instant().plus(REMEMBERED).getEpochSecond());
    boolean tls =
        request
            .header("Origin")
            .filter(origin -> origin.toLowerCase(Locale.ROOT).startsWith("https:"))
            .isPresent();
    return cookie
        + "="
        + until
        + "."
        + signed(until)
        + "; Max-Age="
        + REMEMBERED.toSeconds()
        + "; HttpOnly; SameSite=Lax"
        + (tls ? "; Secure" : "");
  }

  private boolean isRemembered(String cookies) {
    for (String one : cookies.split(";", -1)) {
      var pair = one.strip();
      if (pair.startsWith(cookie + "=")) {
        var value = VALUE.matcher(pair.substring(cookie.length() + 1));
        if (value.matches()
            && isSame(value.group(2), signed(value.group(1)))
            && Long.parseLong(value.group(1)) > clock.instant().getEpochSecond()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  private String signed(String until) {
    try {
      var mac = Mac.getInstance(signature.getAlgorithm());
      mac.init(signature);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(until.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC with SHA-256", e);
    }
  }
}
