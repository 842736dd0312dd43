package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.internal.net.TlsFiles;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes a TLS handshake and judges what the server shows: its certificates, the name they are for,
 * the days that are left of them, the protocol and the cipher. Nothing is sent afterwards. Take
 * {@link HttpCheck} where the answer matters as well; it can watch certificates, too.
 *
 * <pre>{@code
 * Check mail =
 *     TlsCheck.to("mail.example", 25)
 *         .startTlsSmtp()
 *         .certificateWarnBefore(Duration.ofDays(30))
 *         .build();
 * }</pre>
 *
 * <p>A certificate that has expired, is not valid yet, is for another host, is self-signed or does
 * not lead to a trusted authority, a protocol below the floor, a cipher that is not expected, and a
 * server that does not speak TLS are failures with the reason {@code tls}, and the summary says
 * which of them it is. Time is the clock of the run: a chain is valid when it is at that time.
 *
 * <p>What counts for expiry is the first to end of all certificates that the server sends: not each
 * visitor finds the way around one that has expired.
 *
 * <p>Defaults: a warning when fewer than 21 days are left, a failure below 7; at least TLSv1.2; any
 * cipher that the JVM allows; what the JVM trusts; no client certificate; the host as the name in
 * the handshake and in the certificate; {@link EgressPolicy#lenient()}. Revocation is not asked
 * for.
 *
 * <p>Other failures have the reason {@code dns}, {@code refused}, {@code unreachable}, {@code
 * reset}, {@code timeout} or {@code latency}; an address that the policy does not allow ends as
 * {@link dev.pulse.api.model.Status#UNKNOWN} with {@code denied}. The latency runs on the monotonic
 * clock from the beginning of the run, name resolution included, to the end of the handshake.
 *
 * <p>Samples: {@code tls_certificate_not_after_seconds} (Unix time of the first end) and {@code
 * phase_seconds} with the label {@code phase}: {@code dns}, {@code connect}, {@code starttls},
 * {@code tls} and {@code total}. Details: {@code protocol}, {@code cipher}, and of the server's own
 * certificate {@code subject}, {@code issuer}, {@code serial} and {@code not_after}.
 *
 * <p>Immutable and thread-safe.
 */
public final class TlsCheck implements Check {
  private static final int LONGEST_DETAIL = 200;

  private final TlsPlan plan;

  private TlsCheck(TlsPlan plan) {
    this.plan = plan;
  }

  /**
   * A handshake with a server.
   *
   * @param host a name or an address; IPv6 with or without brackets
   * @param port 1 to 65535
   */
  public static Builder to(String host, int port) {
    return new Builder(Endpoint.of(requireNonNull(host, "host"), port));
  }

  /**
   * A handshake with a server in one text: {@code host:port} or {@code tls://host:port}, IPv6 in
   * brackets. Judged by {@link Builder#build()}.
   */
  public static Builder parse(String address) {
    return new Builder(Endpoint.parse("tls", requireNonNull(address, "address")));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var deadline = Deadline.in(context.remaining());
    if (deadline.passed()) {
      return CheckResult.unknown(Reason.TIMEOUT, "no time was left to ask");
    }
    var witness = new CertificateWitness(plan.trust);
    var connection =
        new TcpAttempt(plan.endpoint, plan.lookups, new GuardedSockets(plan.egress), deadline);
    CheckResult result;
    try {
      var session =
          new TlsAttempt(connection, plan.tls(witness), plan.name, plan.smtp, deadline).handshake();
      var latency = deadline.elapsed();
      result =
          new TlsJudge(plan, witness, context.clock().instant())
              .judge(session, latency, connection.situation().at())
              .withLatency(latency);
      result = described(result, session);
    } catch (IOException e) {
      result = Failures.result(e, context, deadline, connection.situation());
    }
    return measured(result, witness)
        .withSamples(connection.stopwatch().samples(deadline.elapsed()));
  }

  private static CheckResult described(CheckResult result, SSLSession session) {
    return result
        .withDetail("protocol", session.getProtocol())
        .withDetail("cipher", session.getCipherSuite());
  }

  private static CheckResult measured(CheckResult result, CertificateWitness witness) {
    var chain = witness.chain();
    if (chain.isEmpty()) {
      return result;
    }
    var own = chain.get(0);
    var end = TlsJudge.earliestEnd(chain).orElseThrow();
    return result
        .withSample(
            Sample.gauge("tls_certificate_not_after_seconds", (double) end.getEpochSecond()))
        .withDetail("subject", foreign(own.getSubjectX500Principal().getName()))
        .withDetail("issuer", foreign(own.getIssuerX500Principal().getName()))
        .withDetail("serial", foreign(own.getSerialNumber().toString(16)))
        .withDetail("not_after", own.getNotAfter().toInstant().toString());
  }

  private static String foreign(String text) {
    return Texts.foreign(text, LONGEST_DETAIL);
  }

  /** The address: {@code tls://shop.example:443}. */
  @Override
  public String toString() {
    return "tls://" + plan.endpoint;
  }

  /** Builds a {@link TlsCheck}. Confine to one thread. */
  public static final class Builder {
    private static final Pattern CIPHER = Pattern.compile("TLS_[A-Z0-9_]{1,100}");

    final Endpoint endpoint;
    final Set<String> ciphers = new LinkedHashSet<>();
    String floor = "TLSv1.2";
    boolean smtp;
    @Nullable String serverName;
    CertificateBounds certificate = CertificateBounds.USUAL;
    Bounds bounds = Bounds.NONE;
    EgressPolicy egress = EgressPolicy.lenient();
    Lookups lookups = Lookups.system();
    final TlsFiles files = new TlsFiles();
    private @Nullable KeyStore trust;

    private Builder(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    /**
     * The name to ask for in the handshake (SNI) and to expect in the certificate, where it is not
     * the host that is connected to.
     */
    public Builder serverName(String name) {
      serverName = requireNonNull(name, "name");
      return this;
    }

    /** Begins in plain SMTP and asks for TLS with {@code STARTTLS} (RFC 3207). */
    public Builder startTlsSmtp() {
      smtp = true;
      return this;
    }

    /**
     * The oldest protocol that is good enough; default {@code TLSv1.2}.
     *
     * @param protocol {@code TLSv1.2} or {@code TLSv1.3}; older ones are not spoken at all
     */
    public Builder minimumProtocol(String protocol) {
      floor = requireNonNull(protocol, "protocol");
      return this;
    }

    /**
     * Expects that one of these cipher suites is agreed upon, and those of other calls. What is
     * offered stays the same.
     *
     * @param suites names of IANA such as {@code TLS_AES_256_GCM_SHA384}
     */
    public Builder expectCipher(String... suites) {
      for (String suite : suites) {
        ciphers.add(requireNonNull(suite, "suite"));
      }
      return this;
    }

    /**
     * Trusts the certificates of a store instead of those that the JVM trusts. It is read by {@link
     * #build()}; later changes have no effect.
     */
    public Builder trust(KeyStore certificates) {
      trust = requireNonNull(certificates, "certificates");
      files.trust(null);
      return this;
    }

    /**
     * Trusts the authorities in a file instead of those that the JVM trusts. It is read by {@link
     * #build()}.
     *
     * @param authorities a file with certificates in PEM
     */
    public Builder trust(Path authorities) {
      files.trust(requireNonNull(authorities, "authorities"));
      trust = null;
      return this;
    }

    /**
     * Shows a certificate when the server asks for one. A server that asks and gets none ends the
     * handshake only with TLSv1.2; with TLSv1.3 it says so later, which only an {@link HttpCheck}
     * hears. The files are read by {@link #build()}.
     *
     * @param chain a file in PEM with the certificate, then those between it and its authority
     * @param privateKey a file in PEM with the key in PKCS#8, RSA or EC, not encrypted
     */
    public Builder clientCertificate(Path chain, Path privateKey) {
      files.pem(
          requireNonNull(chain, "chain"),
          requireNonNull(privateKey, "privateKey"),
          Optional.empty());
      return this;
    }

    /** The same with a key that is encrypted with a password. */
    public Builder clientCertificate(Path chain, Path privateKey, Secret password) {
      files.pem(
          requireNonNull(chain, "chain"),
          requireNonNull(privateKey, "privateKey"),
          Optional.of(password));
      return this;
    }

    /** The same with certificates and one key in a PKCS#12 file. */
    public Builder clientCertificate(Path pkcs12, Secret password) {
      files.pkcs12(requireNonNull(pkcs12, "pkcs12"), requireNonNull(password, "password"));
      return this;
    }

    /** Warns when less than this is left of a certificate; default 21 days. */
    public Builder certificateWarnBefore(Duration left) {
      certificate = certificate.warnBefore(requireNonNull(left, "left"));
      return this;
    }

    /** Fails when less than this is left of a certificate; default 7 days. */
    public Builder certificateFailBefore(Duration left) {
      certificate = certificate.failBefore(requireNonNull(left, "left"));
      return this;
    }

    /** Warns when the latency is longer than this; default: never. */
    public Builder warnAbove(Duration latency) {
      bounds = bounds.warnAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Fails when the latency is longer than this; default: never. */
    public Builder failAbove(Duration latency) {
      bounds = bounds.failAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Which addresses may be connected to; default {@link EgressPolicy#lenient()}. */
    public Builder egress(EgressPolicy policy) {
      egress = requireNonNull(policy, "policy");
      return this;
    }

    /** Replaces the resolver, for tests. */
    Builder lookups(Lookups lookups) {
      this.lookups = lookups;
      return this;
    }

    String nameToVerify() {
      return serverName == null ? endpoint.host() : serverName;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems =
          new ArrayList<>(
              endpoint.problems("address", "tls", "shop.example:443 or [2001:db8::1]:443"));
      judgeName(problems);
      if (!floor.equals("TLSv1.2") && !floor.equals("TLSv1.3")) {
        problems.add(new Problem("", "minimum-protocol", "must be TLSv1.2 or TLSv1.3"));
      }
      if (!ciphers.stream().allMatch(suite -> CIPHER.matcher(suite).matches())) {
        problems.add(
            new Problem("", "ciphers", "must be names of IANA such as TLS_AES_256_GCM_SHA384"));
      }
      judgeTrust(problems);
      problems.addAll(files.problems());
      problems.addAll(certificate.problems());
      problems.addAll(bounds.problems());
      return problems;
    }

    private void judgeName(List<Problem> problems) {
      if (serverName == null && (endpoint.isLiteral() || !problems.isEmpty())) {
        return;
      }
      var key = serverName == null ? "address" : "server-name";
      try {
        var ascii = TlsPlan.ascii(nameToVerify());
        if (Endpoint.isName(ascii) && !Endpoint.of(ascii, 1).isLiteral()) {
          return;
        }
      } catch (IllegalArgumentException e) {
        // Falls through to the problem: the message of the JDK is not for people.
      }
      problems.add(new Problem("", key, "must be a name like shop.example"));
    }

    private void judgeTrust(List<Problem> problems) {
      try {
        if (trust != null && Collections.list(trust.aliases()).isEmpty()) {
          problems.add(new Problem("", "trust", "must contain a certificate"));
        }
      } catch (KeyStoreException e) {
        problems.add(new Problem("", "trust", "must be a key store that has been loaded"));
      }
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public TlsCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      return new TlsCheck(new TlsPlan(this, trusted()));
    }

    private X509TrustManager trusted() {
      if (trust != null) {
        return FreshTls.trusting(trust);
      }
      var read = files.trust();
      return read == null ? FreshTls.platform().trust() : read;
    }
  }
}
