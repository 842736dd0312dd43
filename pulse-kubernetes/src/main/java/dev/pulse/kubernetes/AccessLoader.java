package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks where a cluster may be told of, each time it is asked. Thread-safe. */
final class AccessLoader {
  static final String NOTHING_FOUND = "no Kubernetes configuration";

  private final Map<String, String> environment;
  private final Path home;
  private final Path serviceAccount;
  private final InstantSource clock;
  private final ExecPlugin plugin = new ExecPlugin();
  private final AtomicBoolean warned = new AtomicBoolean();

  AccessLoader(
      Map<String, String> environment, Path home, Path serviceAccount, InstantSource clock) {
    this.environment = environment;
    this.home = home;
    this.serviceAccount = serviceAccount;
    this.clock = clock;
  }

  /** What there is now; empty when there is nothing. */
  Optional<AccessSource> find() {
    var host = environment.getOrDefault(ServiceAccount.HOST, "");
    if (!host.isBlank() && Files.exists(serviceAccount.resolve(ServiceAccount.TOKEN))) {
      var port = environment.getOrDefault(ServiceAccount.PORT, "443");
      return Optional.of(new ServiceAccount(serviceAccount, host.strip(), port.strip(), clock));
    }
    return kubeconfigs().stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> new Kubeconfig(file, plugin, warned, clock));
  }

  /**
   * Reads what there is now.
   *
   * @throws KubernetesException when there is nothing, or it cannot be read
   */
  ClusterAccess load(TimeBudget budget) throws InterruptedException {
    var source =
        find().orElseThrow(() -> KubernetesException.of(Kind.NO_CONFIGURATION, NOTHING_FOUND));
    return source.open(budget);
  }

  private List<Path> kubeconfigs() {
    var files = new ArrayList<Path>();
    for (String name : environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1)) {
      try {
        if (!name.isBlank()) {
          files.add(Path.of(name));
        }
      } catch (InvalidPathException e) {
        // No file has such a name, so there is none of it.
      }
    }
    files.add(home.resolve(".kube").resolve("config"));
    return files;
  }
}
