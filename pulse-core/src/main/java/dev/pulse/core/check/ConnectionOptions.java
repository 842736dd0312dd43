package dev.pulse.core.check;

import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import java.util.List;
import java.util.function.Consumer;

/** Reads with whom a check speaks on the way to its target. */
final class ConnectionOptions {
  private ConnectionOptions() {}

  /** The names of OpenID Connect, without their {@code client_secret_}. */
  private enum Auth {
    BASIC,
    POST
  }

  /** Reads {@code proxy}: {@code url}, {@code user} and {@code password}. */
  static void proxy(Settings settings, HttpCheck.Builder builder) {
    var section = settings.section("proxy");
    if (!settings.has("proxy")) {
      return;
    }
    // Read as a secret, because people write passwords into it: no problem repeats it.
    var url =
        section
            .secret("url")
            .expecting("a URL like http://proxy.example:3128")
            .describedAs("the proxy to go through; the environment's is not followed")
            .map(Secret::reveal, "http://placeholder.invalid:1")
            .required();
    var user = section.text("user").describedAs("who asks the proxy").optional();
    var password = section.secret("password").describedAs("what proves it").optional();
    if (user.isPresent() && password.isPresent()) {
      builder.proxy(url, user.get(), password.get());
    } else {
      builder.proxy(url);
      if (user.isPresent() || password.isPresent()) {
        section.note(
            user.isPresent() ? "password" : "user",
            "is required with " + (user.isPresent() ? "user" : "password"));
      }
    }
  }

  /** Reads {@code oauth2}. */
  static void oauth2(Settings settings, Consumer<OAuth2> oauth2) {
    var section = settings.section("oauth2");
    if (!settings.has("oauth2")) {
      return;
    }
    var url =
        section
            .secret("token-url")
            .expecting("a URL like https://id.example/token")
            .describedAs("where to fetch a token for the request")
            .map(Secret::reveal, "https://placeholder.invalid/")
            .required();
    var client = section.text("client").describedAs("the client's id").required();
    var secret = section.secret("secret").describedAs("the client's secret").required();
    var how = OAuth2.clientCredentials(url, client, secret);
    for (String scope :
        section
            .texts("scope")
            .describedAs("what to ask for; none unless told")
            .notEmpty()
            .orElse(List.of())) {
      how = how.scope(scope);
    }
    var audience =
        section.text("audience").describedAs("for whom the token is to be").notEmpty().optional();
    if (audience.isPresent()) {
      how = how.audience(audience.get());
    }
    var auth =
        section
            .choice("auth", Auth.class)
            .describedAs("where the secret goes: the header or the body")
            .orElse(Auth.BASIC);
    oauth2.accept(auth == Auth.POST ? how.secretInBody() : how);
  }
}
