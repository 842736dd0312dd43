package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;
import java.util.List;

/**
 * Makes {@link TlsCheck}s of the type {@code tls}. Options, of which only {@code address} is
 * needed; the defaults are those of the check:
 *
 * <ul>
 *   <li>{@code address}: {@code host:port} or {@code tls://host:port}; {@code server-name}
 *   <li>{@code starttls}: {@code smtp}
 *   <li>{@code minimum-protocol}: {@code TLSv1.2} or {@code TLSv1.3}; {@code ciphers}: a list
 *   <li>{@code trust} and {@code client-certificate} as for {@link HttpCheckProvider}
 *   <li>{@code certificate-warn-before}, {@code certificate-fail-before}, {@code warn-above},
 *       {@code fail-above}: durations
 *   <li>{@code allow-private}, {@code allow} and {@code deny} as for {@link HttpCheckProvider}
 * </ul>
 */
public final class TlsCheckProvider implements CheckProvider {
  /** For {@link java.util.ServiceLoader}. */
  public TlsCheckProvider() {}

  @Override
  public String type() {
    return "tls";
  }

  @Override
  public Check create(Settings settings) {
    var address =
        settings
            .text("address")
            .describedAs("host:port, IPv6 in brackets")
            .map(String::strip, "placeholder.invalid:1")
            .required();
    var builder = TlsCheck.parse(address);
    settings
        .text("server-name")
        .describedAs("the name to ask and verify, when not the host")
        .notEmpty()
        .optional()
        .ifPresent(builder::serverName);
    var startTls =
        settings.text("starttls").describedAs("smtp, where TLS begins after a greeting").optional();
    if (startTls.isPresent()) {
      if (startTls.get().equals("smtp")) {
        builder.startTlsSmtp();
      } else {
        settings.note("starttls", "must be smtp");
      }
    }
    settings
        .text("minimum-protocol")
        .describedAs("TLSv1.2 or TLSv1.3")
        .notEmpty()
        .optional()
        .ifPresent(builder::minimumProtocol);
    settings
        .texts("ciphers")
        .describedAs("the cipher suites that are allowed; all when empty")
        .orElse(List.of())
        .forEach(builder::expectCipher);
    PeerOptions.trust(settings, builder::trust);
    PeerOptions.clientCertificate(settings, builder.files);
    Options.certificate(settings, builder::certificateWarnBefore, builder::certificateFailBefore);
    Options.warnAbove(settings).ifPresent(builder::warnAbove);
    Options.failAbove(settings).ifPresent(builder::failAbove);
    builder.egress(PeerOptions.egress(settings));
    return PeerOptions.build(settings, builder.problems(), builder::build);
  }
}
