package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import java.util.List;
import java.util.Map;

/**
 * Makes {@link HttpCheck}s of the type {@code http}. Options, of which only {@code url} is needed;
 * the defaults are those of the check:
 *
 * <ul>
 *   <li>{@code url}, {@code method}, {@code headers} (a map), {@code body} with {@code
 *       content-type} (default {@code text/plain})
 *   <li>{@code basic} (a section with {@code user} and {@code password}) or {@code bearer}
 *   <li>{@code redirects}: 0 to 20; {@code status}: a list of statuses and ranges, such as {@code
 *       [200-299, 404]}
 *   <li>{@code warn-above}, {@code fail-above}: durations
 *   <li>{@code max-body}: bytes; {@code ignore-body}, {@code keep-alive}: true or false
 *   <li>{@code allow-private}: false applies the strict {@link dev.pulse.core.net.EgressPolicy};
 *       true, the default, the lenient one. {@code allow}, {@code deny}: lists of address ranges
 * </ul>
 */
public final class HttpCheckProvider implements CheckProvider {
  private static final String PLACEHOLDER = "http://placeholder.invalid/";

  /** For {@link java.util.ServiceLoader}. */
  public HttpCheckProvider() {}

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Check create(Settings settings) {
    var method = settings.text("method").orElse("GET");
    var builder = HttpCheck.request(method, url(settings));
    readRequest(settings, builder);
    readExpectations(settings, builder);
    builder.egress(Options.egress(settings));
    return Options.build(settings, builder.problems(), builder::build);
  }

  /** Read as a secret, because a URL may hold a token: no problem repeats it. */
  private static String url(Settings settings) {
    var url = settings.secret("url").map(Secret::reveal, PLACEHOLDER).optional();
    if (!settings.has("url")) {
      settings.note("url", "is required: a URL like https://example.com/health");
    }
    return url.orElse(PLACEHOLDER);
  }

  private static void readRequest(Settings settings, HttpCheck.Builder builder) {
    settings.map("headers").orElse(Map.of()).forEach(builder::header);
    var contentType = settings.text("content-type").optional();
    var body = settings.text("body").optional();
    if (body.isPresent()) {
      builder.body(contentType.orElse("text/plain"), body.get());
    } else if (contentType.isPresent() && !settings.has("body")) {
      settings.note("content-type", "needs a body");
    }
    var basic = settings.section("basic");
    if (settings.has("basic")) {
      var user = basic.text("user").required();
      builder.basicAuth(user, basic.secret("password").required());
    }
    settings.secret("bearer").optional().ifPresent(builder::bearer);
  }

  private static void readExpectations(Settings settings, HttpCheck.Builder builder) {
    settings.integer("redirects").optional().ifPresent(builder::redirects);
    for (String text : settings.texts("status").orElse(List.of())) {
      try {
        var range = StatusRanges.Range.parse(text);
        builder.acceptStatusRange(range.first(), range.last());
      } catch (IllegalArgumentException e) {
        settings.note("status", String.valueOf(e.getMessage()));
      }
    }
    settings.duration("warn-above").optional().ifPresent(builder::warnAbove);
    settings.duration("fail-above").optional().ifPresent(builder::failAbove);
    settings.integer("max-body").optional().ifPresent(builder::maxBody);
    if (settings.bool("ignore-body").orElse(false)) {
      builder.ignoreBody();
    }
    if (settings.bool("keep-alive").orElse(false)) {
      builder.keepAlive();
    }
  }
}
