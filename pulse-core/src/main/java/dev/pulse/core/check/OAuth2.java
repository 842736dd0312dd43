package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.HttpUrls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpCheck} gets a token for its requests: from an authorization server, with the
 * client credentials of OAuth 2.0 (RFC 6749 section 4.4). Take {@link
 * HttpCheck.Builder#bearer(Secret)} for a token that does not change.
 *
 * <pre>{@code
 * HttpCheck.get("https://shop.example/orders")
 *     .oauth2(
 *         OAuth2.clientCredentials("https://id.example/token", "pulse", secret).scope("read"))
 *     .build();
 * }</pre>
 *
 * <p>Defaults: the secret goes into the {@code Authorization} header ({@code client_secret_basic});
 * no scope, no audience. Nothing is judged before {@link HttpCheck.Builder#build()}. Immutable.
 */
public final class OAuth2 {
  private static final Pattern SCOPES =
      Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+( [\\x21\\x23-\\x5b\\x5d-\\x7e]+)*");
  private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]{1,2000}");
  private static final int LONGEST = 2000;

  private final String tokenUrl;
  private final String client;
  private final Secret secret;
  private final List<String> scopes;
  private final @Nullable String audience;
  private final boolean inBody;

  private OAuth2(
      String tokenUrl,
      String client,
      Secret secret,
      List<String> scopes,
      @Nullable String audience,
      boolean inBody) {
    this.tokenUrl = tokenUrl;
    this.client = client;
    this.secret = secret;
    this.scopes = scopes;
    this.audience = audience;
    this.inBody = inBody;
  }

  /**
   * A token for a client that proves itself with a secret.
   *
   * @param tokenUrl the token endpoint: an absolute URL that begins with {@code https://} (or
   *     {@code http://}, where nobody listens on the way)
   * @param client the client's id
   * @param secret the client's secret
   */
  public static OAuth2 clientCredentials(String tokenUrl, String client, Secret secret) {
    return new OAuth2(
        requireNonNull(tokenUrl, "tokenUrl"),
        requireNonNull(client, "client"),
        requireNonNull(secret, "secret"),
        List.of(),
        null,
        false);
  }

  /** Asks for this scope, or for several with blanks between them, and for those of other calls. */
  public OAuth2 scope(String scope) {
    var all = new ArrayList<>(scopes);
    all.add(requireNonNull(scope, "scope"));
    return new OAuth2(tokenUrl, client, secret, List.copyOf(all), audience, inBody);
  }

  /** Says for whom the token is to be, to authorization servers that want to know. */
  public OAuth2 audience(String audience) {
    return new OAuth2(
        tokenUrl, client, secret, scopes, requireNonNull(audience, "audience"), inBody);
  }

  /**
   * Sends the client's id and secret in the body of the token request ({@code client_secret_post}),
   * for authorization servers that do not read the header.
   */
  public OAuth2 secretInBody() {
    return new OAuth2(tokenUrl, client, secret, scopes, audience, true);
  }

  /** What is wrong, with the options of the configuration as keys; never with a value. */
  List<Problem> problems() {
    var problems =
        new ArrayList<>(
            HttpUrls.problems("oauth2.token-url", tokenUrl, "the client's id and secret"));
    if (problems.isEmpty() && url().encodedFragment() != null) {
      problems.add(new Problem("", "oauth2.token-url", "must not have a fragment (#)"));
    }
    if (!VISIBLE.matcher(client).matches()) {
      problems.add(new Problem("", "oauth2.client", "must be 1 to 2000 visible ASCII characters"));
    }
    if (secret.reveal().length() > LONGEST) {
      problems.add(new Problem("", "oauth2.secret", "must be at most 2000 characters"));
    }
    if (!scopes.stream().allMatch(scope -> SCOPES.matcher(scope).matches())) {
      problems.add(
          new Problem(
              "",
              "oauth2.scope",
              "must be words of visible ASCII characters without quotes and backslashes, with one"
                  + " blank between them"));
    }
    if (audience != null && !VISIBLE.matcher(audience).matches()) {
      problems.add(
          new Problem("", "oauth2.audience", "must be 1 to 2000 visible ASCII characters"));
    }
    return problems;
  }

  /** The token endpoint; only when there are no problems. */
  HttpUrl url() {
    @Nullable HttpUrl url = HttpUrls.parse(tokenUrl);
    if (url == null) {
      throw new IllegalStateException("the token endpoint was not judged before it was used");
    }
    return url;
  }

  /** The question for a token. */
  Request request() {
    var form = new FormBody.Builder(StandardCharsets.UTF_8).add("grant_type", "client_credentials");
    if (!scopes.isEmpty()) {
      form.add("scope", String.join(" ", scopes));
    }
    if (audience != null) {
      form.add("audience", audience);
    }
    var request =
        new Request.Builder()
            .url(url())
            .header("Accept", "application/json")
            .header("User-Agent", "Pulse")
            .header("Connection", "close");
    if (inBody) {
      form.add("client_id", client).add("client_secret", secret.reveal());
    } else {
      // RFC 6749 section 2.3.1: each of the two is encoded like a form before they are joined.
      request.header("Authorization", Credentials.basic(encoded(client), encoded(secret.reveal())));
    }
    return request.post(form.build()).build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The token endpoint, without its query and whatever user it has; nothing of the secret. */
  @Override
  public String toString() {
    @Nullable HttpUrl url = HttpUrls.parse(tokenUrl);
    return "OAuth2["
        + (url == null
            ? "not a URL"
            : url.newBuilder().username("").password("").query(null).fragment(null).build())
        + "]";
  }
}
