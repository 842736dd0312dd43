package dev.pulse.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.tls.HeldCertificate;

/**
 * An nginx with one worker that answers every request with three bytes, and below {@code /metrics/}
 * with a metric, over http and https, with a certificate of this run. Its TLS never resumes a
 * session.
 */
final class Nginx implements AutoCloseable {
  private static final List<Path> PLACES = List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"));
  private static final int ATTEMPTS = 200;

  private final Process process;
  private final Targets targets;

  private Nginx(Process process, Targets targets) {
    this.process = process;
    this.targets = targets;
  }

  /** Where it is installed. */
  static Optional<Path> program() {
    return PLACES.stream()
        .map(place -> place.resolve("nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param directory where it keeps its files
   * @param connections how many may be open at once
   */
  static Nginx start(
      Path program, Path directory, HeldCertificate certificate, int hosts, int connections)
      throws IOException, InterruptedException {
    var targets = new Targets(freePort(), freePort(), hosts);
    Files.writeString(directory.resolve("chain.pem"), certificate.certificatePem());
    Files.writeString(directory.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
    var configuration = directory.resolve("nginx.conf");
    Files.writeString(configuration, configuration(targets, connections), StandardCharsets.UTF_8);
    var process =
        new ProcessBuilder(
                program.toString(),
                "-p",
                directory.toString(),
                "-c",
                configuration.toString(),
                "-e",
                "stderr")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    var nginx = new Nginx(process, targets);
    nginx.awaitListening();
    return nginx;
  }

  private static String configuration(Targets targets, int connections) {
    return """
        daemon off;
        pid nginx.pid;
        worker_processes 1;
        worker_rlimit_nofile %1$d;
        events { worker_connections %1$d; }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          keepalive_timeout 1h;
          keepalive_requests 1000000000;
          keepalive_time 24h;
          tcp_nodelay on;
          server {
        %2$s
            ssl_certificate chain.pem;
            ssl_certificate_key key.pem;
            ssl_session_cache off;
            ssl_session_tickets off;
            location / { default_type text/plain; return 200 "ok\\n"; }
            location /metrics/ { default_type text/plain; return 200 "ok 1\\n"; }
          }
        }
        """
        .formatted(connections + 1000, listens(targets));
  }

  private static String listens(Targets targets) {
    return IntStream.range(0, Targets.ADDRESSES)
        .mapToObj(Targets::address)
        .map(
            address ->
                "    listen %s:%d backlog=4096;%n    listen %s:%d ssl backlog=4096;"
                    .formatted(address, targets.plainPort(), address, targets.tlsPort()))
        .collect(Collectors.joining("\n"));
  }

  /** A port that is free on all addresses. */
  private static int freePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      var open = new ArrayList<ServerSocket>();
      try {
        int port = 0;
        for (int i = 0; i < Targets.ADDRESSES; i++) {
          var server = new ServerSocket();
          open.add(server);
          server.bind(new InetSocketAddress(InetAddress.getByName(Targets.address(i)), port));
          port = server.getLocalPort();
        }
        return port;
      } catch (IOException e) {
        if (attempt == 20) {
          throw e;
        }
      } finally {
        for (ServerSocket server : open) {
          server.close();
        }
      }
    }
  }

  private void awaitListening() throws IOException, InterruptedException {
    var last = new InetSocketAddress(Targets.address(Targets.ADDRESSES - 1), targets.tlsPort());
    for (int attempt = 1; ; attempt++) {
      try (var socket = new Socket()) {
        socket.connect(last, 1000);
        return;
      } catch (IOException e) {
        if (attempt == ATTEMPTS || !process.isAlive()) {
          close();
          throw new IOException("nginx does not listen", e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  Targets targets() {
    return targets;
  }

  /** The processor time of its worker. */
  Duration cpu() {
    return process
        .children()
        .map(worker -> worker.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
