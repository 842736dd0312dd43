package dev.pulse.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How the page looks, and the policy that allows it to. */
final class SlaStyle {
  static final String CSS = load();

  /** Allows this style and nothing else; for the page itself, in which frames cannot be refused. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + digest(CSS)
          + "'; base-uri 'none'; form-action 'none'";

  private SlaStyle() {}

  private static String load() {
    try (var in = SlaStyle.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing beside " + SlaStyle.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read report.css", e);
    }
  }

  private static String digest(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
