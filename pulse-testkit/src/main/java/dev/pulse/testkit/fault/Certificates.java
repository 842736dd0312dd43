package dev.pulse.testkit.fault;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;

/**
 * The certificates that servers show: good ones, and ones with one thing wrong. Made when they are
 * first wanted, with keys that exist in the memory of this JVM only.
 */
final class Certificates {
  private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant SHORT_END = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant LATE_BEGIN = Instant.parse("2098-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2099-12-31T00:00:00Z");
  private static final List<String> HERE = List.of("localhost", "127.0.0.1", "::1");

  private static final class Holder {
    static final Certificates INSTANCE = new Certificates();
  }

  private final Identity authority;
  private final Identity good;
  private final Identity expired;
  private final Identity notYetValid;
  private final Identity wrongHost;
  private final Identity selfSigned;
  private final Identity untrusted;

  /** Which of the certificates to show. */
  @FunctionalInterface
  interface Choice {
    Identity of(Certificates certificates);
  }

  private Certificates() {
    try {
      authority = Issuer.authority("Pulse test authority", BEGIN, END);
      good = Issuer.issue(authority, "localhost", HERE, BEGIN, END);
      expired = Issuer.issue(authority, "localhost", HERE, BEGIN, SHORT_END);
      notYetValid = Issuer.issue(authority, "localhost", HERE, LATE_BEGIN, END);
      wrongHost =
          Issuer.issue(authority, "elsewhere.example", List.of("elsewhere.example"), BEGIN, END);
      selfSigned = Issuer.selfSigned("localhost", HERE, BEGIN, END);
      var stranger = Issuer.authority("Authority that nobody trusts", BEGIN, END);
      untrusted = Issuer.issue(stranger, "localhost", HERE, BEGIN, END);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make certificates", e);
    }
  }

  static Certificates get() {
    return Holder.INSTANCE;
  }

  Identity authority() {
    return authority;
  }

  Identity good() {
    return good;
  }

  Identity expired() {
    return expired;
  }

  Identity notYetValid() {
    return notYetValid;
  }

  Identity wrongHost() {
    return wrongHost;
  }

  Identity selfSigned() {
    return selfSigned;
  }

  Identity untrusted() {
    return untrusted;
  }
}
