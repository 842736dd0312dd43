package dev.pulse.samples.fakes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A kubeconfig file that leads to a {@link FakeCluster}. It carries the token of the moment, unless
 * another way to log in is chosen. Confined to one thread.
 */
public final class Kubeconfig {
  private final FakeCluster cluster;
  private String server;
  private String namespace = "";
  private List<String> authority;
  private List<String> user;

  Kubeconfig(FakeCluster cluster) {
    this.cluster = cluster;
    server = cluster.uri().toString();
    authority =
        cluster.certificateAuthority().isEmpty()
            ? List.of()
            : List.of("certificate-authority-data: " + base64(cluster.certificateAuthority()));
    user = List.of("token: " + quoted(cluster.token()));
  }

  /** The namespace of the context. */
  public Kubeconfig namespace(String namespace) {
    this.namespace = namespace;
    return this;
  }

  /** Another address of the API server. */
  public Kubeconfig server(String server) {
    this.server = server;
    return this;
  }

  /** Logs in with the token that lies in this file. */
  public Kubeconfig tokenFile(Path file) {
    user = List.of("tokenFile: " + quoted(file.toString()));
    return this;
  }

  /** Logs in with this token. */
  public Kubeconfig token(String token) {
    user = List.of("token: " + quoted(token));
    return this;
  }

  /** Logs in with a client certificate inside of the file. Only with TLS. */
  public Kubeconfig clientCertificate() {
    user =
        List.of(
            "client-certificate-data: " + base64(cluster.clientCertificate()),
            "client-key-data: " + base64(cluster.clientKey()));
    return this;
  }

  /**
   * Logs in with a client certificate in files of this directory, which are written. Only with TLS.
   */
  public Kubeconfig clientCertificate(Path directory) throws IOException {
    var certificate =
        Files.writeString(directory.resolve("client.crt"), cluster.clientCertificate());
    var key = Files.writeString(directory.resolve("client.key"), cluster.clientKey());
    user =
        List.of(
            "client-certificate: " + quoted(certificate.toString()),
            "client-key: " + quoted(key.toString()));
    return this;
  }

  /** Logs in with what a program prints. */
  public Kubeconfig exec(String command, String... arguments) {
    var lines = new ArrayList<String>();
    lines.add("exec:");
    lines.add("  apiVersion: client.authentication.k8s.io/v1");
    lines.add("  interactiveMode: Never");
    lines.add("  command: " + quoted(command));
    if (arguments.length > 0) {
      lines.add("  args:");
      for (var argument : arguments) {
        lines.add("  - " + quoted(argument));
      }
    }
    user = lines;
    return this;
  }

  /** The authority lies in this file, which is written. Only with TLS. */
  public Kubeconfig authority(Path file) throws IOException {
    Files.writeString(file, cluster.certificateAuthority());
    authority = List.of("certificate-authority: " + quoted(file.toString()));
    return this;
  }

  /** The certificate of the server is not to be looked at. */
  public Kubeconfig insecure() {
    authority = List.of("insecure-skip-tls-verify: true");
    return this;
  }

  /** Writes the file. */
  public Path write(Path file) throws IOException {
    var lines = new ArrayList<String>();
    lines.addAll(List.of("apiVersion: v1", "kind: Config", "current-context: fake", "clusters:"));
    lines.addAll(List.of("- name: fake", "  cluster:", "    server: " + quoted(server)));
    authority.forEach(line -> lines.add("    " + line));
    lines.addAll(List.of("contexts:", "- name: fake", "  context:", "    cluster: fake"));
    lines.add("    user: pulse");
    if (!namespace.isEmpty()) {
      lines.add("    namespace: " + quoted(namespace));
    }
    lines.addAll(List.of("users:", "- name: pulse", "  user:"));
    user.forEach(line -> lines.add("    " + line));
    return Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
