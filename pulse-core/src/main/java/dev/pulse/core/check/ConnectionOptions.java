package dev.pulse.core.check;

import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads with whom a check speaks on the way to its target, and with which certificates. */
final class ConnectionOptions {
  /** Goes on for a path with a problem; nobody can write it, because a text is not blank. */
  private static final Path NOWHERE = Path.of("");

  private ConnectionOptions() {}

  /** The names of OpenID Connect, without their {@code client_secret_}. */
  private enum Auth {
    BASIC,
    POST
  }

  /** Where a client certificate goes. */
  interface Certificates {
    void pem(Path chain, Path key, Optional<Secret> password);

    void pkcs12(Path file, Secret password);
  }

  /** Reads {@code client-certificate}: {@code chain} and {@code key}, or {@code pkcs12}. */
  static void clientCertificate(Settings settings, Certificates certificates) {
    var section = settings.section("client-certificate");
    if (!settings.has("client-certificate")) {
      return;
    }
    var chain = file(section, "chain", "a PEM file with the client's certificate and its chain");
    var key = file(section, "key", "a PEM file with the key in PKCS#8");
    var store = file(section, "pkcs12", "a PKCS#12 file instead of chain and key");
    var password =
        section.secret("password").describedAs("what opens the key or the file").optional();
    if (store.isPresent() && (chain.isPresent() || key.isPresent())) {
      section.note("pkcs12", "excludes chain and key: it holds both");
    } else if (store.isPresent() && password.isPresent()) {
      certificates.pkcs12(store.get(), password.get());
    } else if (store.isPresent()) {
      section.note("password", "is required with pkcs12");
    } else if (chain.isPresent() && key.isPresent()) {
      certificates.pem(chain.get(), key.get(), password);
    } else {
      section.note("", "must have chain and key, or pkcs12 and password");
    }
  }

  /** Reads {@code trust}. */
  static void trust(Settings settings, Consumer<Path> trust) {
    file(settings, "trust", "a PEM file of the authorities to trust, instead of the JVM's")
        .ifPresent(trust);
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

  private static Optional<Path> file(Settings settings, String key, String description) {
    return settings
        .text(key)
        .expecting("the path of a file")
        .describedAs(description)
        .notEmpty()
        .map(Path::of, NOWHERE)
        .optional()
        .filter(file -> !file.equals(NOWHERE));
  }
}
