package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a pod is given to talk to its own cluster. The official client finds it at fixed places and
 * in the variables of the process only, so its parts are put together here.
 */
final class ServiceAccount implements AccessSource {
  static final String HOST = "KUBERNETES_SERVICE_HOST";
  static final String PORT = "KUBERNETES_SERVICE_PORT";
  static final String TOKEN = "token";

  private final Path directory;
  private final String host;
  private final String port;
  private final InstantSource clock;

  ServiceAccount(Path directory, String host, String port, InstantSource clock) {
    this.directory = directory;
    this.host = host;
    this.port = port;
    this.clock = clock;
  }

  @Override
  public Optional<String> namespace() {
    try {
      var text = Files.readString(directory.resolve("namespace"), StandardCharsets.UTF_8).strip();
      return PodNames.isLabel(text) ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      // Not every service account is mounted with it; there is a fallback.
      return Optional.empty();
    }
  }

  @Override
  public ClusterAccess open(TimeBudget budget) {
    try {
      // Built from parts, so that an IPv6 address gets its brackets.
      var base = new URI("https", null, host, Integer.parseInt(port), null, null, null);
      var client =
          new ClientBuilder()
              .setBasePath(base.toString())
              .setCertificateAuthority(Files.readAllBytes(directory.resolve("ca.crt")))
              .setAuthentication(TokenFile.at(directory.resolve(TOKEN), clock))
              .build();
      return new ClusterAccess(client, toString());
    } catch (NumberFormatException | URISyntaxException e) {
      throw KubernetesException.of(
          Kind.CONNECTION,
          "ConfigurationException: "
              + HOST
              + " and "
              + PORT
              + " must be a host and a port, but are \""
              + host
              + "\" and \""
              + port
              + "\"");
    } catch (IOException | RuntimeException e) {
      throw ClusterAccess.unusable(e);
    }
  }

  @Override
  public String toString() {
    return "service account in " + directory;
  }
}
