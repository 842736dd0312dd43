package dev.pulse.core.notify;

import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.spi.NotifierProvider;
import java.util.Map;

/**
 * Makes {@link WebhookNotifier}s of the type {@code webhook}. Options, of which only {@code url} is
 * needed; the defaults are those of the notifier:
 *
 * <ul>
 *   <li>{@code url}; {@code method}: POST, PUT or PATCH; {@code headers} (a map)
 *   <li>{@code basic} (a section with {@code user} and {@code password}) or {@code bearer}
 *   <li>{@code signing-secret}: for {@code X-Pulse-Signature}
 *   <li>{@code body}: a template, with {@code content-type} (default {@code application/json})
 * </ul>
 */
public final class WebhookNotifierProvider implements NotifierProvider {
  private static final Secret PLACEHOLDER = Secret.of("http://placeholder.invalid/");

  /** For {@link java.util.ServiceLoader}. */
  public WebhookNotifierProvider() {}

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public Notifier create(Settings settings) {
    var url =
        settings
            .secret("url")
            .expecting("a URL like https://automation.example/pulse")
            .describedAs("where to send messages")
            .map(given -> given, PLACEHOLDER)
            .required();
    var builder = WebhookNotifier.builder(url);
    builder.method(settings.text("method").describedAs("POST, PUT or PATCH").orElse("POST"));
    settings
        .map("headers")
        .describedAs("headers of the request, by name")
        .hidden()
        .orElse(Map.of())
        .forEach((name, value) -> header(settings, builder, name, value));
    var basic = settings.section("basic");
    if (settings.has("basic")) {
      builder.basicAuth(
          basic.text("user").describedAs("who sends").required(),
          basic.secret("password").describedAs("what proves it").required());
    }
    settings
        .secret("bearer")
        .describedAs("a token to send instead of basic")
        .optional()
        .ifPresent(builder::bearer);
    settings
        .secret("signing-secret")
        .describedAs("signs each request with HMAC-SHA256")
        .optional()
        .ifPresent(builder::signedWith);
    readBody(settings, builder);
    return Targets.build(settings, builder.problems(), builder::build);
  }

  private static void header(
      Settings settings, WebhookNotifier.Builder builder, String name, String value) {
    if (value.isBlank()) {
      settings.note("headers." + name, "must not be blank");
    } else {
      builder.header(name, Secret.of(value));
    }
  }

  private static void readBody(Settings settings, WebhookNotifier.Builder builder) {
    var contentType =
        settings
            .text("content-type")
            .describedAs("what the body is; " + WebhookBody.JSON + " unless told")
            .optional();
    var body =
        settings
            .text("body")
            .describedAs("a template of Mustache instead of the JSON document")
            .optional();
    if (body.isPresent()) {
      builder.body(body.get(), contentType.orElse(WebhookBody.JSON));
    } else if (contentType.isPresent() && !settings.has("body")) {
      settings.note("content-type", "needs a body");
    }
  }
}
