package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kubeconfig file, as the official client reads it. */
final class Kubeconfig implements AccessSource {
  private static final Logger log = LoggerFactory.getLogger(KubernetesConnection.class);

  private final Path file;
  private final ExecPlugin plugin;
  private final AtomicBoolean warned;
  private final InstantSource clock;

  Kubeconfig(Path file, ExecPlugin plugin, AtomicBoolean warned, InstantSource clock) {
    this.file = file;
    this.plugin = plugin;
    this.warned = warned;
    this.clock = clock;
  }

  @Override
  public Optional<String> namespace() {
    try {
      return Optional.ofNullable(read().getNamespace()).filter(PodNames::isLabel);
    } catch (KubernetesException e) {
      // Whoever uses the connection is told; a namespace there is none.
      return Optional.empty();
    }
  }

  @Override
  public ClusterAccess open(TimeBudget budget) throws InterruptedException {
    var config = read();
    if (config.getServer() == null || config.getServer().isBlank()) {
      throw broken("its current context is missing, or leads to no cluster with a server");
    }
    try {
      var user = user(config);
      boolean tokenFile = isTokenFile(user);
      // Removed, because the official client would look for it in the wrong place, and complain.
      var token = tokenFile ? user.remove("tokenFile") : null;
      var builder =
          user.get("exec") instanceof Map<?, ?> exec
              ? plugin.credentials(config, file, exec, budget)
              : ClientBuilder.kubeconfig(config);
      if (tokenFile) {
        var path = file.resolveSibling(String.valueOf(token));
        builder.setAuthentication(TokenFile.at(path, clock));
      }
      var access = new ClusterAccess(builder.build(), toString());
      if (!config.verifySSL() && !warned.getAndSet(true)) {
        log.warn(
            "{} says insecure-skip-tls-verify: nobody checks that {} is the right server",
            file,
            access.base());
      }
      return access;
    } catch (KubernetesException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw ClusterAccess.unusable(e);
    }
  }

  private KubeConfig read() {
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      var config = KubeConfig.loadKubeConfig(reader);
      config.setFile(file.toAbsolutePath().toFile());
      return config;
    } catch (IOException e) {
      throw ClusterAccess.unusable(e);
    } catch (RuntimeException e) {
      // What the parser says may quote the file, and there are secrets in it.
      throw broken("it cannot be read as YAML with contexts, clusters and users");
    }
  }

  private KubernetesException broken(String because) {
    return KubernetesException.of(
        Kind.CONNECTION, "ConfigurationException: " + file + " cannot be used: " + because);
  }

  /**
   * Whether the token of a file is what the user has. The official client reads such a file once,
   * from the wrong directory, and takes the end of its line for a part of the token.
   */
  private static boolean isTokenFile(Map<?, ?> user) {
    boolean certificate =
        (user.containsKey("client-certificate") || user.containsKey("client-certificate-data"))
            && (user.containsKey("client-key") || user.containsKey("client-key-data"));
    return user.get("tokenFile") instanceof String name
        && !name.isBlank()
        && !certificate
        && !user.containsKey("username")
        && !user.containsKey("auth-provider")
        && !user.containsKey("exec");
  }

  /** The user of the current context; empty when there is none. */
  private static Map<?, ?> user(KubeConfig config) {
    var context = member(config.getContexts(), config.getCurrentContext(), "context");
    return member(config.getUsers(), context.get("user"), "user");
  }

  private static Map<?, ?> member(@Nullable List<?> list, @Nullable Object name, String member) {
    if (list != null && name != null) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map
            && name.equals(map.get("name"))
            && map.get(member) instanceof Map<?, ?> found) {
          return found;
        }
      }
    }
    return Map.of();
  }

  @Override
  public String toString() {
    return "kubeconfig " + file;
  }
}
