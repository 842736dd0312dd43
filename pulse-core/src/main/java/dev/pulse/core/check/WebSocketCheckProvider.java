package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;
import java.util.List;
import java.util.Map;

/**
 * Makes {@link WebSocketCheck}s of the type {@code websocket}. Options, of which only {@code url}
 * is needed:
 *
 * <ul>
 *   <li>{@code url}, which begins with {@code ws://} or {@code wss://}; {@code headers} (a map)
 *   <li>{@code basic} (a section with {@code user} and {@code password}) or {@code bearer}
 *   <li>{@code subprotocols}: a list, best first; {@code send}: a list of text messages
 *   <li>{@code expect-text}, {@code expect-containing} (texts) or {@code expect-message} (true):
 *       which message to wait for
 *   <li>{@code warn-above}, {@code fail-above}: durations
 *   <li>{@code allow-private}, {@code allow} and {@code deny} as for {@link HttpCheckProvider}
 * </ul>
 */
public final class WebSocketCheckProvider implements CheckProvider {
  private static final String PLACEHOLDER = "ws://placeholder.invalid/";

  /** For {@link java.util.ServiceLoader}. */
  public WebSocketCheckProvider() {}

  @Override
  public String type() {
    return "websocket";
  }

  @Override
  public Check create(Settings settings) {
    // Read as a secret, because a URL may hold a token: no problem repeats it.
    var url =
        settings
            .secret("url")
            .expecting("a URL like wss://example.com/live")
            .describedAs("what to connect to")
            .map(Secret::reveal, PLACEHOLDER)
            .required();
    var builder = WebSocketCheck.connect(url);
    readHandshake(settings, builder);
    readMessages(settings, builder);
    Options.warnAbove(settings).ifPresent(builder::warnAbove);
    Options.failAbove(settings).ifPresent(builder::failAbove);
    builder.egress(PeerOptions.egress(settings));
    return PeerOptions.build(settings, builder.problems(), builder::build);
  }

  private static void readHandshake(Settings settings, WebSocketCheck.Builder builder) {
    settings
        .map("headers")
        .describedAs("headers of the handshake, by name")
        .hidden()
        .orElse(Map.of())
        .forEach(builder::header);
    var basic = settings.section("basic");
    if (settings.has("basic")) {
      var user = basic.text("user").describedAs("who connects").required();
      var password = basic.secret("password").describedAs("what proves it").required();
      builder.basicAuth(user, password);
    }
    settings
        .secret("bearer")
        .describedAs("a token to send instead of basic")
        .optional()
        .ifPresent(builder::bearer);
    settings
        .texts("subprotocols")
        .notEmpty()
        .describedAs("one of which the server must agree to, best first")
        .orElse(List.of())
        .forEach(builder::subprotocol);
  }

  private static void readMessages(Settings settings, WebSocketCheck.Builder builder) {
    settings
        .texts("send")
        .notEmpty()
        .describedAs("text messages to send, in this order")
        .orElse(List.of())
        .forEach(builder::send);
    settings
        .text("expect-text")
        .notEmpty()
        .describedAs("the text message to wait for")
        .optional()
        .ifPresent(builder::expectText);
    settings
        .text("expect-containing")
        .notEmpty()
        .describedAs("what the text message to wait for contains")
        .optional()
        .ifPresent(builder::expectContaining);
    if (settings
        .bool("expect-message")
        .describedAs("whether to wait for any message")
        .orElse(false)) {
      builder.expectMessage();
    }
  }
}
