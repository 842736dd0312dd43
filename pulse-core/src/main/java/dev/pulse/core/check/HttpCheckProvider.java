package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;
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
 *   <li>{@code oauth2} instead of these (a section with {@code token-url}, {@code client}, {@code
 *       secret}, {@code scope}, {@code audience}, and {@code auth}: {@code basic} or {@code post})
 *   <li>{@code client-certificate} (a section with the files {@code chain} and {@code key}, or
 *       {@code pkcs12}, and {@code password}); {@code trust}: a file with the certificates to
 *       trust, in PEM
 *   <li>{@code proxy} (a section with {@code url}, {@code user} and {@code password})
 *   <li>{@code redirects}: 0 to 20; {@code status}: a list of statuses and ranges, such as {@code
 *       [200-299, 404]}
 *   <li>{@code warn-above}, {@code fail-above}, {@code certificate-warn-before}, {@code
 *       certificate-fail-before}: durations
 *   <li>{@code max-body}: bytes; {@code ignore-body}, {@code keep-alive}: true or false
 *   <li>{@code allow-private}: false applies the strict {@link dev.pulse.core.net.EgressPolicy};
 *       true, the default, the lenient one. {@code allow}, {@code deny}: lists of address ranges
 * </ul>
 */
public final class HttpCheckProvider implements CheckProvider {
  private static final String PLAIN = "text/plain";
  private static final String PLACEHOLDER = "http://placeholder.invalid/";

  /** For {@link java.util.ServiceLoader}. */
  public HttpCheckProvider() {}

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Check create(Settings settings) {
    // Read as a secret, because a URL may hold a token: no problem repeats it.
    var url =
        settings
            .secret("url")
            .expecting("a URL like https://example.com/health")
            .describedAs("what to ask")
            .map(Secret::reveal, PLACEHOLDER)
            .required();
    var method = settings.text("method").describedAs("the method of the request").orElse("GET");
    var builder = HttpCheck.request(method, url);
    readRequest(settings, builder);
    readExpectations(settings, builder);
    ConnectionOptions.oauth2(settings, builder::oauth2);
    PeerOptions.clientCertificate(settings, builder.certificates());
    PeerOptions.trust(settings, builder::trust);
    ConnectionOptions.proxy(settings, builder);
    builder.egress(PeerOptions.egress(settings));
    return PeerOptions.build(settings, builder.problems(), builder::build);
  }

  private static void readRequest(Settings settings, HttpCheck.Builder builder) {
    settings
        .map("headers")
        .describedAs("headers of the request, by name")
        .hidden()
        .orElse(Map.of())
        .forEach(builder::header);
    var contentType =
        settings
            .text("content-type")
            .describedAs("what the body is; " + PLAIN + " unless told")
            .optional();
    var body = settings.text("body").describedAs("the body of the request").optional();
    if (body.isPresent()) {
      builder.body(contentType.orElse(PLAIN), body.get());
    } else if (contentType.isPresent() && !settings.has("body")) {
      settings.note("content-type", "needs a body");
    }
    var basic = settings.section("basic");
    if (settings.has("basic")) {
      var user = basic.text("user").describedAs("who asks").required();
      var password = basic.secret("password").describedAs("what proves it").required();
      builder.basicAuth(user, password);
    }
    settings
        .secret("bearer")
        .describedAs("a token to send instead of basic")
        .optional()
        .ifPresent(builder::bearer);
  }

  private static void readExpectations(Settings settings, HttpCheck.Builder builder) {
    builder.redirects(
        settings
            .integer("redirects")
            .describedAs("how many redirects to follow, 0 to 20")
            .orElse(HttpPlan.Draft.REDIRECTS));
    var statuses =
        settings
            .texts("status")
            .describedAs("what is accepted, such as [200-299, 404]; 200-399 unless told")
            .notEmpty()
            .orElse(List.of());
    for (String text : statuses) {
      try {
        var range = StatusRanges.Range.parse(text);
        builder.acceptStatusRange(range.first(), range.last());
      } catch (IllegalArgumentException e) {
        settings.note("status", String.valueOf(e.getMessage()));
      }
    }
    Options.warnAbove(settings).ifPresent(builder::warnAbove);
    Options.failAbove(settings).ifPresent(builder::failAbove);
    Options.certificate(settings, builder::certificateWarnBefore, builder::certificateFailBefore);
    builder.maxBody(
        settings
            .integer("max-body")
            .describedAs("how many bytes of the body to read at most")
            .orElse(HttpPlan.Draft.MAX_READ));
    if (settings
        .bool("ignore-body")
        .describedAs("whether the headers of the answer are enough")
        .orElse(false)) {
      builder.ignoreBody();
    }
    if (settings
        .bool("keep-alive")
        .describedAs("whether connections outlive a run")
        .orElse(false)) {
      builder.keepAlive();
    }
  }
}
