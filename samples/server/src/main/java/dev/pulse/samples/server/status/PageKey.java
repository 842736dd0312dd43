package dev.pulse.samples.server.status;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Guesses;
import dev.pulse.samples.server.web.OwnCookie;
import dev.pulse.samples.server.web.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may see a private page: whoever sends its token, or one of the server's, who is signed in to
 * the dashboard, and the browser that was given a cookie for it. The cookie is the time until which
 * it holds, signed; it survives a restart, and no change of the token. Thread-safe.
 */
final class PageKey {
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final Pattern VALUE = Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{43})");

  private final OwnCookie cookie;
  private final List<Secret> accepted;
  private final SecretKeySpec signature;
  private final InstantSource clock;
  private final Guesses guesses;
  private final Predicate<Request> known;

  /**
   * The key of a page.
   *
   * @param page its name
   * @param token its token
   * @param tokens those of the server
   * @param cookie what its browsers are given
   * @param guesses limits tokens that are wrong
   * @param known who may read all of the server, by other means than tokens
   */
  PageKey(
      String page,
      Secret token,
      List<AccessToken> tokens,
      OwnCookie cookie,
      InstantSource clock,
      Guesses guesses,
      Predicate<Request> known) {
    this.cookie = cookie;
    this.accepted = new ArrayList<>();
    accepted.add(token);
    tokens.forEach(one -> accepted.add(one.secret()));
    this.signature =
        new SecretKeySpec(
            ("status page " + page + " " + token.reveal()).getBytes(StandardCharsets.UTF_8),
            "HmacSHA256");
    this.clock = clock;
    this.guesses = guesses;
    this.known = known;
  }

  /**
   * Whether somebody may see the page.
   *
   * @param pause how long whoever sends wrong tokens should wait; zero for everybody else
   */
  record Verdict(boolean right, Duration pause) {
    static final Verdict RIGHT = new Verdict(true, Duration.ZERO);
    static final Verdict WRONG = new Verdict(false, Duration.ZERO);

    boolean isTooMany() {
      return !pause.isZero();
    }
  }

  /** Whether a request may see the page. */
  Verdict judge(Request request) {
    if (isRemembered(request)) {
      return Verdict.RIGHT;
    }
    // Without a token nobody has guessed anything.
    var verdict = request.token().map(given -> judge(request, given)).orElse(Verdict.WRONG);
    return !verdict.right() && known.test(request) ? Verdict.RIGHT : verdict;
  }

  /** Whether a request may see the page by other means than a token. */
  boolean knows(Request request) {
    return isRemembered(request) || known.test(request);
  }

  private boolean isRemembered(Request request) {
    return cookie.values(request).stream().anyMatch(this::isRemembered);
  }

  /** Whether a token opens the page; wrong ones are counted. */
  Verdict judge(Request request, String given) {
    var judged =
        guesses.token(
            Guesses.Place.STATUS_PAGE,
            request,
            given,
            () -> Optional.of(Verdict.RIGHT).filter(right -> isAccepted(given)));
    return judged.right().orElse(new Verdict(false, judged.pause()));
  }

  private boolean isAccepted(String given) {
    boolean right = false;
    // All of them, whichever it is: the time tells nothing about the order.
    for (Secret secret : accepted) {
      right |= secret.matches(given);
    }
    return right;
  }

  /**
   * The header that has a browser remember.
   *
   * @param request the form that was sent
   */
  String remember(Request request) {
    var until = Long.toString(clock.instant().plus(REMEMBERED).getEpochSecond());
    return cookie.set(request, until + "." + signed(until), REMEMBERED);
  }

  private boolean isRemembered(String given) {
    var value = VALUE.matcher(given);
    return value.matches()
        && isSame(value.group(2), signed(value.group(1)))
        && Long.parseLong(value.group(1)) > clock.instant().getEpochSecond();
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
