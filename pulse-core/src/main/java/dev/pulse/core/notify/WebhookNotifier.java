package dev.pulse.core.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.internal.notify.HttpPost;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message as an HTTP request to a program: a chat without an adapter of its own, an
 * automation, an event store.
 *
 * <pre>{@code
 * Notifier hook =
 *     WebhookNotifier.builder(Secret.of("https://automation.example/pulse"))
 *         .signedWith(Secret.of(System.getenv("HOOK_SECRET")))
 *         .build();
 * }</pre>
 *
 * <p>The body is a JSON document with the whole message, in words close to those of Alertmanager's
 * webhook: {@code version} ("1"), {@code id}, {@code kind}, {@code status}, {@code severity},
 * {@code title}, {@code channel}, {@code group}, {@code groupLabels}, {@code at}, {@code omitted},
 * and {@code alerts}, each with {@code incident}, {@code fingerprint}, {@code status}, {@code
 * severity}, {@code check}, {@code rule}, {@code subject}, {@code title}, {@code text}, {@code
 * labels}, {@code annotations}, {@code details}, {@code startsAt}, {@code endsAt}, {@code
 * resolution} and {@code acknowledged}. Or it is whatever a template makes of these names.
 *
 * <p>Each request has the message's id as {@code Idempotency-Key}: a receiver that keeps it
 * recognises a repetition. With a secret it has {@code X-Pulse-Signature: t=<seconds>,v1=<hex>},
 * where the latter is the HMAC-SHA256 of the seconds, a dot and the body; refuse what is old, and
 * compare in constant time.
 *
 * <p>A status of 200 to 299 is a delivery, whatever the answer says. 408, 429, 500 and above, and
 * broken connections are worth another try, after the time of {@code Retry-After} if there is one;
 * all others are refusals that stay, redirects too. The URL, own headers and credentials never
 * stand in an exception. How long a delivery may take is the channel's affair.
 *
 * <p>Immutable; thread-safe.
 */
public final class WebhookNotifier implements Notifier {
  private final String method;
  private final Secret url;
  private final Map<String, Secret> headers;
  private final WebhookHeaders.@Nullable Basic basic;
  private final WebhookBody body;
  private final @Nullable Secret signing;
  private final HttpPost http;
  private final InstantSource clock;

  private WebhookNotifier(Builder builder) {
    this.method = builder.method;
    this.url = builder.url;
    this.headers = WebhookHeaders.all(builder.headers, builder.basic, builder.bearer);
    this.basic = builder.basic;
    this.body = WebhookBody.of(builder.template, builder.contentType);
    this.signing = builder.signing;
    this.http = builder.http;
    this.clock = builder.clock;
  }

  /**
   * A webhook.
   *
   * @param url an http or https URL; a secret, because many are
   */
  public static Builder builder(Secret url) {
    return new Builder(url);
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    var bytes = filled(notification).getBytes(StandardCharsets.UTF_8);
    var message =
        HttpMessage.builder(method, url.reveal())
            .header("User-Agent", "Pulse")
            .header("Idempotency-Key", notification.id())
            .body(body.contentType(), bytes)
            .ignoringAnswer();
    headers.forEach(message::secretHeader);
    if (basic != null) {
      message.hiding(basic.password());
    }
    if (signing != null) {
      long now = clock.instant().getEpochSecond();
      message.header("X-Pulse-Signature", Signature.of(signing, now, bytes)).hiding(signing);
    }
    http.send(message.build());
    return Receipt.none();
  }

  private String filled(Notification notification) {
    try {
      return body.of(notification);
    } catch (IllegalStateException e) {
      throw NotifyException.lasting("the body grows too long with this message", null);
    }
  }

  @Override
  public String toString() {
    return "webhook";
  }

  /** Builds a {@link WebhookNotifier}. Confine to one thread. */
  public static final class Builder {
    private final Secret url;
    private final Map<String, Secret> headers = new LinkedHashMap<>();
    private String method = "POST";
    private WebhookHeaders.@Nullable Basic basic;
    private @Nullable Secret bearer;
    private @Nullable Secret signing;
    private @Nullable String template;
    private String contentType = WebhookBody.JSON;
    private HttpPost http = HttpPost.system();
    private InstantSource clock = InstantSource.system();

    private Builder(Secret url) {
      this.url = requireNonNull(url, "url");
    }

    /** Another method: {@code POST}, the default, {@code PUT} or {@code PATCH}. */
    public Builder method(String method) {
      this.method = requireNonNull(method, "method");
      return this;
    }

    /** A header besides those of Pulse; replaces an earlier one of the same name. */
    public Builder header(String name, Secret value) {
      headers.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
      return this;
    }

    /** User and password; excludes a token. */
    public Builder basicAuth(String user, Secret password) {
      basic =
          new WebhookHeaders.Basic(
              requireNonNull(user, "user"), requireNonNull(password, "password"));
      return this;
    }

    /** A token as {@code Authorization: Bearer}; excludes user and password. */
    public Builder bearer(Secret token) {
      bearer = requireNonNull(token, "token");
      return this;
    }

    /** Signs each request, so that the receiver can tell who sent it; default: no signature. */
    public Builder signedWith(Secret secret) {
      signing = requireNonNull(secret, "secret");
      return this;
    }

    /**
     * A body of one's own, as a template of Mustache: {@code {"text": "{{title}}"}}. Its names are
     * those of the JSON document.
     *
     * @param contentType {@code application/json} or another JSON type, where values are escaped to
     *     stand within quotes, or {@code text/plain}, where they are not
     */
    public Builder body(String template, String contentType) {
      this.template = requireNonNull(template, "template");
      this.contentType = requireNonNull(contentType, "contentType");
      return this;
    }

    Builder http(HttpPost http) {
      this.http = http;
      return this;
    }

    Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** Everything that is wrong, in the order of the options. No message repeats a secret. */
    List<Problem> problems() {
      var problems = Targets.problems("url", url, "basic or bearer");
      if (!List.of("POST", "PUT", "PATCH").contains(method)) {
        problems.add(new Problem("", "method", "must be POST, PUT or PATCH"));
      }
      problems.addAll(WebhookHeaders.problems(headers, basic, bearer));
      problems.addAll(WebhookBody.problems(template, contentType));
      return problems;
    }

    /**
     * The notifier.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public WebhookNotifier build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new WebhookNotifier(this);
    }
  }
}
