package dev.pulse.benchmarks.blackbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * All targets of the comparison, on free ports of loopback addresses. Writes the certificate of its
 * authority as {@code ca.pem} and {@code trust.p12} and then the ports as {@code ports} into the
 * directory that is its only argument, and ends when its input does.
 */
public final class TargetServers {
  /** The name in the certificates; both sides are told that it is on loopback. */
  static final String HOST = "shop.example";

  /** An address that the policy of one check does not allow. */
  static final String FORBIDDEN = "127.66.6.6";

  static final String TRUST_PASSWORD = "loopback";

  private final Instant now = Instant.now();
  private final HeldCertificate authority =
      new HeldCertificate.Builder().commonName("Comparison root").certificateAuthority(0).build();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  /** Kept, because a socket that is collected is closed. */
  private final List<Closeable> kept = new ArrayList<>();

  private TargetServers() {}

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    // Before the first use of TLS: one target speaks a version that the JDK has given up.
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    var directory = Path.of(arguments[0]);
    var servers = new TargetServers();
    servers.start();
    servers.write(directory);
    while (System.in.read() >= 0) {
      // Only its end matters.
    }
    System.exit(0);
  }

  private void start() throws IOException, GeneralSecurityException {
    secure();
    int inner = Listener.on(FORBIDDEN, new HttpTarget(Map.of())::hold);
    var elsewhere =
        Map.of(
            "/found",
            "/ok",
            "/loop",
            "/loop",
            "/to-https",
            "https://localhost:" + ports.get("tls") + "/ok",
            "/to-forbidden",
            "http://" + FORBIDDEN + ":" + inner + "/ok");
    ports.put("http", Listener.on("127.0.0.1", new HttpTarget(elsewhere)::hold));
    ports.put("https-to-http", secure(TlsTarget.with(good()), Map.of("/found", plain("/ok"))));
    ports.put("silent", Listener.on("127.0.0.1", Listener::hold));
    ports.put("ssh", Listener.on("127.0.0.1", saying("SSH-2.0-OpenSSH_9.2\r\n")));
    ports.put("mail-banner", Listener.on("127.0.0.1", saying("220 mail.example ESMTP\r\n")));
    ports.put("cache", Listener.on("127.0.0.1", TargetServers::pong));
    ports.put("smtp", Listener.on("127.0.0.1", smtp(TlsTarget.with(good()))));
    ports.put("smtp-plain", Listener.on("127.0.0.1", smtp(null)));
    ports.put("dns", DnsTarget.start());
    ports.put("closed", closed());
    ports.put("full", full());
    try {
      ports.put("ipv6", Listener.on("::1", new HttpTarget(Map.of())::hold));
    } catch (IOException e) {
      System.err.println("no IPv6 here, its row is left out: " + e.getMessage());
    }
  }

  private void secure() throws IOException, GeneralSecurityException {
    var none = Map.<String, String>of();
    ports.put("tls", secure(TlsTarget.with(good()), none));
    ports.put("tls10", secure(TlsTarget.with(good()).speaking("TLSv1"), none));
    ports.put("tls13", secure(TlsTarget.with(good()).speaking("TLSv1.3"), none));
    ports.put("h2", secure(TlsTarget.with(good()).offering("h2"), none));
    ports.put("h2-and-1.1", secure(TlsTarget.with(good()).offering("h2", "http/1.1"), none));
    ports.put("expired", secure(TlsTarget.with(valid(-30, -1)), none));
    ports.put("not-yet", secure(TlsTarget.with(valid(1, 30)), none));
    ports.put("expiring", secure(TlsTarget.with(valid(-30, 5)), none));
    ports.put("other-host", secure(TlsTarget.with(certificate("other.example").build()), none));
    ports.put(
        "self-signed",
        secure(
            TlsTarget.with(
                new HeldCertificate.Builder()
                    .commonName(HOST)
                    .addSubjectAlternativeName(HOST)
                    .build()),
            none));
    ports.put(
        "sni",
        secure(
            TlsTarget.with(
                certificate("other.example").build(),
                certificate(HOST).build(),
                certificate("localhost").build()),
            none));
  }

  private int secure(TlsTarget tls, Map<String, String> elsewhere) throws IOException {
    return Listener.on("127.0.0.1", tls.then(new HttpTarget(elsewhere)::hold));
  }

  private HeldCertificate good() {
    return certificate(HOST).addSubjectAlternativeName("localhost").build();
  }

  private HeldCertificate valid(int firstDay, int lastDay) {
    return certificate(HOST)
        .validityInterval(
            now.plus(Duration.ofDays(firstDay)).toEpochMilli(),
            now.plus(Duration.ofDays(lastDay)).toEpochMilli())
        .build();
  }

  private HeldCertificate.Builder certificate(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .addSubjectAlternativeName(name)
        .validityInterval(
            now.minus(Duration.ofDays(1)).toEpochMilli(),
            now.plus(Duration.ofDays(90)).toEpochMilli())
        .signedBy(authority);
  }

  private String plain(String path) {
    return "http://127.0.0.1:" + ports.get("http") + path;
  }

  private static Listener.Conversation saying(String banner) {
    return socket -> {
      socket.getOutputStream().write(banner.getBytes(US_ASCII));
      Listener.hold(socket);
    };
  }

  private static void pong(Socket socket) throws IOException {
    if (line(socket).equals("PING")) {
      say(socket.getOutputStream(), "+PONG");
    }
    Listener.hold(socket);
  }

  private static Listener.Conversation smtp(@Nullable TlsTarget tls) {
    return socket -> {
      var out = socket.getOutputStream();
      say(out, "220 mail.example ESMTP");
      line(socket);
      say(out, tls == null ? "250 mail.example" : "250-mail.example\r\n250 STARTTLS");
      if (tls != null && line(socket).equals("STARTTLS")) {
        say(out, "220 go ahead");
        tls.then(Listener::hold).hold(socket);
      } else {
        Listener.hold(socket);
      }
    };
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(US_ASCII));
  }

  private static String line(Socket socket) throws IOException {
    var line = new StringBuilder();
    int read;
    while ((read = socket.getInputStream().read()) >= 0 && read != '\n') {
      line.append((char) read);
    }
    return line.toString().strip();
  }

  /** Bound and not listening: refused, and nobody else gets it meanwhile. */
  private int closed() throws IOException {
    var socket = new Socket();
    kept.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket.getLocalPort();
  }

  /** A port whose queue of connections is full: packets to it are dropped, as by a firewall. */
  private int full() throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    kept.add(server);
    for (int i = 0; i < 10; i++) {
      var socket = new Socket();
      kept.add(socket);
      try {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 200);
      } catch (SocketTimeoutException e) {
        return server.getLocalPort();
      }
    }
    throw new IOException("the queue of a listening socket is never full here");
  }

  private void write(Path directory) throws IOException, GeneralSecurityException {
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    var trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("comparison", authority.certificate());
    try (var out = Files.newOutputStream(directory.resolve("trust.p12"))) {
      trust.store(out, TRUST_PASSWORD.toCharArray());
    }
    // Complete when it appears: the script waits for it.
    var draft = directory.resolve("ports.new");
    Files.write(
        draft, ports.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    Files.move(draft, directory.resolve("ports"));
  }
}
