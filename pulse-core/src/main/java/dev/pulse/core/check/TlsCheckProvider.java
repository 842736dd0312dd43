package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;

/**
 * Makes {@link TlsCheck}s of the type {@code tls}. Options, of which only {@code address} is
 * needed; the defaults are those of the check:
 *
 * <ul>
 *   <li>{@code address}: {@code host:port} or {@code tls://host:port}; {@code server-name}
 *   <li>{@code starttls}: {@code smtp}
 *   <li>{@code minimum-protocol}: {@code TLSv1.2} or {@code TLSv1.3}; {@code ciphers}: a list
 *   <li>{@code trust}: a file with the certificates to trust, in PEM
 *   <li>{@code certificate-warn-before}, {@code certificate-fail-before}, {@code warn-above},
 *       {@code fail-above}: durations
 *   <li>{@code allow-private}, {@code allow} and {@code deny} as for {@link HttpCheckProvider}
 * </ul>
 */
public final class TlsCheckProvider implements CheckProvider {
  private static final int LARGEST_FILE = 4 << 20;

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
        .optional()
        .ifPresent(builder::minimumProtocol);
    settings
        .texts("ciphers")
        .describedAs("the cipher suites that are allowed; all when empty")
        .orElse(List.of())
        .forEach(builder::expectCipher);
    settings
        .text("trust")
        .describedAs("a PEM file of the authorities to trust, instead of the JVM's")
        .optional()
        .ifPresent(file -> readTrust(settings, file, builder));
    Options.certificate(settings, builder::certificateWarnBefore, builder::certificateFailBefore);
    Options.warnAbove(settings).ifPresent(builder::warnAbove);
    Options.failAbove(settings).ifPresent(builder::failAbove);
    builder.egress(Options.egress(settings));
    return Options.build(settings, builder.problems(), builder::build);
  }

  private static void readTrust(Settings settings, String file, TlsCheck.Builder builder) {
    try (var in = Files.newInputStream(Path.of(file))) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(in.readNBytes(LARGEST_FILE)));
      for (Certificate certificate : certificates) {
        store.setCertificateEntry(String.valueOf(store.size()), certificate);
      }
      builder.trust(store);
    } catch (IOException | InvalidPathException e) {
      settings.note("trust", "must be a file that can be read");
    } catch (GeneralSecurityException e) {
      settings.note("trust", "must be a file with certificates in PEM");
    }
  }
}
