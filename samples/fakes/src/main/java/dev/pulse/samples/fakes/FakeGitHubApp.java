package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;
import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubJson.time;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An App of a {@link FakeGitHub}: it signs in with a token that its private key signed, and gets
 * tokens for the owners that installed it. Those are good for an hour of the fake's clock.
 * Thread-safe.
 */
public final class FakeGitHubApp {
  private static final Duration FARTHEST = Duration.ofMinutes(10);
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  /** What stands before the key in PKCS #8, for RSA with 2048 bits. */
  private static final int WRAPPING = 26;

  private final long id;
  private final InstantSource clock;
  private final KeyPair keys;
  private final Map<Long, String> installations = new ConcurrentSkipListMap<>();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final AtomicInteger issued = new AtomicInteger();
  private volatile Duration life = Duration.ofHours(1);

  private record Token(long installation, String owner, Instant until) {}

  FakeGitHubApp(long id, InstantSource clock) {
    this.id = id;
    this.clock = clock;
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number by which GitHub knows it. */
  public long id() {
    return id;
  }

  /** Its private key as GitHub hands it out: PEM of PKCS #1. */
  public String privateKey() {
    var wrapped = keys.getPrivate().getEncoded();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(wrapped, WRAPPING, wrapped.length));
  }

  /** The same key as PEM of PKCS #8, as Java likes it. */
  public String privateKeyPkcs8() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), kind);
  }

  /** An owner installs it for all repositories; returns the installation's number. */
  public long install(String owner) {
    long installation = id * 100 + installations.size() + 1;
    installations.put(installation, owner);
    return installation;
  }

  /** The owner removes it, and its tokens are worth nothing any more. */
  public void uninstall(long installation) {
    installations.remove(installation);
    tokens.values().removeIf(token -> token.installation() == installation);
  }

  /** For how long tokens are good from now on; an hour when not said. */
  public void tokensLast(Duration life) {
    this.life = life;
  }

  /** How many tokens it got. */
  public int tokens() {
    return issued.get();
  }

  /** Whose repositories a token may see; empty when it is none, or no longer one. */
  Optional<String> owner(String token) {
    return Optional.ofNullable(tokens.get(token))
        .filter(held -> clock.instant().isBefore(held.until()))
        .map(Token::owner);
  }

  /** For whom the requests of a token are counted: for all tokens of an installation together. */
  Optional<String> counted(String token) {
    return Optional.ofNullable(tokens.get(token))
        .map(held -> "installation-" + held.installation());
  }

  void routes(FakeGitHubRoutes routes, FakeGitHubRepositories repositories) {
    routes.add("GET", "/app", "core", signed(call -> json(200, app(call))));
    routes.add(
        "GET",
        "/app/installations",
        "core",
        signed(
            call ->
                FakeGitHubPages.numbered(
                    call,
                    List.copyOf(installations.keySet()),
                    installation -> installation(installation, call))));
    routes.add(
        "GET",
        "/app/installations/{installation}",
        "core",
        signed(call -> found(call, number(call.variable("installation")))));
    for (var kind : List.of("orgs", "users")) {
      routes.add(
          "GET",
          "/" + kind + "/{owner}/installation",
          "core",
          signed(call -> found(call, of(call.variable("owner")))));
    }
    routes.add(
        "GET",
        "/repos/{owner}/{repo}/installation",
        "core",
        signed(
            call ->
                repositories.find(call.variable("owner"), call.variable("repo")).isPresent()
                    ? found(call, of(call.variable("owner")))
                    : FakeGitHubRoutes.notFound()));
    routes.add(
        "POST",
        "/app/installations/{installation}/access_tokens",
        "core",
        signed(call -> issue(number(call.variable("installation")))));
    routes.add(
        "GET",
        "/installation/repositories",
        "core",
        call ->
            owner(call.token())
                .map(
                    owner ->
                        FakeGitHubPages.counted(
                            call,
                            "repositories",
                            repositories.of(owner),
                            repository -> FakeGitHubDocuments.listed(repository, call.base())))
                .orElseGet(() -> refuse(403, "You must authenticate with an installation token.")));
  }

  private Optional<Long> of(String owner) {
    return installations.entrySet().stream()
        .filter(entry -> entry.getValue().equalsIgnoreCase(owner))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Optional<Long> number(String text) {
    return text.matches("[0-9]{1,15}")
        ? Optional.of(Long.parseLong(text)).filter(installations::containsKey)
        : Optional.empty();
  }

  private HttpAnswer found(Call call, Optional<Long> installation) {
    return installation
        .map(number -> json(200, installation(number, call)))
        .orElseGet(FakeGitHubRoutes::notFound);
  }

  private HttpAnswer issue(Optional<Long> installation) {
    if (installation.isEmpty()) {
      return FakeGitHubRoutes.notFound();
    }
    long number = installation.get();
    var until = clock.instant().plus(life);
    var token = "fake.installation." + number + "." + issued.incrementAndGet();
    tokens.put(token, new Token(number, installations.getOrDefault(number, ""), until));
    return json(
        201,
        fields()
            .with("token", token)
            .with("expires_at", time(until))
            .with("permissions", permissions())
            .with("repository_selection", "all"));
  }

  private static Fields permissions() {
    return fields().with("metadata", "read").with("contents", "read").with("actions", "write");
  }

  private Fields app(Call call) {
    return fields()
        .with("id", id)
        .with("slug", "fake-app")
        .with("node_id", "A_" + id)
        .with("client_id", "Iv1.fake")
        .with("owner", FakeGitHubDocuments.user(call.base(), "ada", 1, "User"))
        .with("name", "Fake App")
        .with("description", null)
        .with("external_url", "https://example.org/")
        .with("html_url", call.base() + "/apps/fake-app")
        .with("created_at", time(Instant.EPOCH))
        .with("updated_at", time(Instant.EPOCH))
        .with("permissions", permissions())
        .with("events", List.of());
  }

  private Fields installation(long number, Call call) {
    var owner = installations.getOrDefault(number, "");
    var at = call.base() + "/app/installations/" + number;
    return fields()
        .with("id", number)
        .with("account", FakeGitHubDocuments.user(call.base(), owner, number + 1, "Organization"))
        .with("repository_selection", "all")
        .with("access_tokens_url", at + "/access_tokens")
        .with("repositories_url", call.base() + "/installation/repositories")
        .with("html_url", call.base() + "/organizations/settings/installations/" + number)
        .with("app_id", id)
        .with("client_id", "Iv1.fake")
        .with("target_id", number + 1)
        .with("target_type", "Organization")
        .with("permissions", permissions())
        .with("events", List.of())
        .with("created_at", time(Instant.EPOCH))
        .with("updated_at", time(Instant.EPOCH))
        .with("single_file_name", null)
        .with("app_slug", "fake-app")
        .with("suspended_by", null)
        .with("suspended_at", null);
  }

  /** For whoever proves to be this App. */
  private Function<Call, HttpAnswer> signed(Function<Call, HttpAnswer> handler) {
    return call ->
        refusal(call.token()).map(why -> refuse(401, why)).orElseGet(() -> handler.apply(call));
  }

  /** Why GitHub would not believe this token. */
  private Optional<String> refusal(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3 || !isSignedByUs(parts)) {
      return Optional.of("A JSON web token could not be decoded");
    }
    var claims = FakeGitHubJson.read(text(parts[1]));
    var issuer =
        claims.get("iss") instanceof Double number ? number.longValue() : claims.get("iss");
    if (!String.valueOf(issuer).equals(String.valueOf(id))) {
      return Optional.of("'Issuer' claim ('iss') must be the App's ID");
    }
    var now = clock.instant();
    var issuedAt = instant(claims.get("iat"));
    var expires = instant(claims.get("exp"));
    if (issuedAt.isEmpty() || issuedAt.get().isAfter(now.plus(LEEWAY))) {
      return Optional.of("'Issued at' claim ('iat') must be an Integer in the past");
    }
    if (expires.isEmpty() || !expires.get().isAfter(now)) {
      return Optional.of("'Expiration time' claim ('exp') must be a time in the future");
    }
    return expires.get().isAfter(now.plus(FARTHEST))
        ? Optional.of("'Expiration time' claim ('exp') is too far in the future")
        : Optional.empty();
  }

  private boolean isSignedByUs(String[] parts) {
    if (!"RS256".equals(FakeGitHubJson.read(text(parts[0])).get("alg"))) {
      return false;
    }
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String text(String encoded) {
    try {
      return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<Instant> instant(@Nullable Object claim) {
    return claim instanceof Double seconds
        ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
        : Optional.empty();
  }
}
