package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to one API server of Kubernetes. It is found in this order: the service account of the
 * pod that this runs in; the first file of the list in {@code KUBECONFIG} that exists; {@code
 * .kube/config} in the home directory.
 *
 * <p>Without any of them there still is a connection: whatever uses it fails with {@link
 * Kind#NO_CONFIGURATION}, and looks again the next time. Tokens in files are read again every
 * minute. When the server does not know the credentials any more (401) everything is loaded anew,
 * and the request repeated once.
 *
 * <p>Server certificates and host names are verified, unless the kubeconfig says {@code
 * insecure-skip-tls-verify}, which is warned about once. Redirects are not followed.
 *
 * <pre>{@code
 * var connection = KubernetesConnection.detect();
 * var exec = PodExec.of(connection);
 * String release = exec.in(connection.namespace(), "db-0").run("cat", "/etc/release").stdout();
 * }</pre>
 *
 * <p>Thread-safe; holds nothing that must be closed.
 */
public final class KubernetesConnection {
  private final AccessLoader loader;
  private final String fallbackNamespace;
  private final ReentrantLock loading = new ReentrantLock();
  private final AtomicReference<@Nullable ClusterAccess> access = new AtomicReference<>();
  private volatile boolean reached;

  private KubernetesConnection(AccessLoader loader, String fallbackNamespace) {
    this.loader = loader;
    this.fallbackNamespace = fallbackNamespace;
  }

  /** The connection of the process, with the defaults of {@link Builder}. */
  public static KubernetesConnection detect() {
    return builder().build();
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The namespace that is meant when nobody names one: that of the service account, or that of the
   * kubeconfig's current context, or the {@link Builder#fallbackNamespace}.
   */
  public String namespace() {
    return loader.find().flatMap(AccessSource::namespace).orElse(fallbackNamespace);
  }

  /** Whether there is a configuration now; says nothing of whether the server can be reached. */
  public boolean configured() {
    return loader.find().isPresent();
  }

  /**
   * Whether the last attempt to ask the server brought an answer, whatever it was, other than that
   * it knows nobody by these credentials (401). False before the first attempt.
   */
  public boolean connected() {
    return reached;
  }

  /** Notes how an attempt to ask the server went. */
  void heard(boolean answer) {
    reached = answer;
  }

  /**
   * The way in, loaded when there is none yet.
   *
   * @throws KubernetesException when it cannot be loaded
   */
  ClusterAccess access(TimeBudget budget) throws InterruptedException {
    @Nullable ClusterAccess known = access.get();
    return known != null ? known : load(null, budget);
  }

  /**
   * The way in after the server has not known the credentials of another one: loaded anew, unless
   * somebody else has done so meanwhile.
   *
   * @throws KubernetesException when it cannot be loaded
   */
  ClusterAccess renewed(ClusterAccess refused, TimeBudget budget) throws InterruptedException {
    return load(refused, budget);
  }

  /** Loads everything anew the next time, unless somebody has done so meanwhile. */
  void forget(ClusterAccess useless) {
    // Without the lock, which is held while somebody loads.
    access.compareAndSet(useless, null);
  }

  private ClusterAccess load(@Nullable ClusterAccess refused, TimeBudget budget)
      throws InterruptedException {
    if (!loading.tryLock(budget.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw budget.expired();
    }
    try {
      @Nullable ClusterAccess known = access.get();
      if (known != null && known != refused) {
        return known;
      }
      access.set(null);
      var loaded = loader.load(budget);
      access.set(loaded);
      return loaded;
    } finally {
      loading.unlock();
    }
  }

  /** Where it leads, if that is known already; nothing secret. */
  @Override
  public String toString() {
    @Nullable ClusterAccess known = access.get();
    return known != null
        ? known.toString()
        : loader.find().map(AccessSource::toString).orElse(AccessLoader.NOTHING_FOUND);
  }

  /** Builds a {@link KubernetesConnection}. Confine to one thread. */
  public static final class Builder {
    private Map<String, String> environment = System.getenv();
    private Path home = Path.of(System.getProperty("user.home", ""));
    private Path serviceAccount = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private String fallbackNamespace = "default";
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /**
     * The variables in which {@code KUBECONFIG} and, inside of a cluster, {@code
     * KUBERNETES_SERVICE_HOST} and {@code KUBERNETES_SERVICE_PORT} are; default: those of the
     * process.
     */
    public Builder environment(Map<String, String> environment) {
      this.environment = Map.copyOf(environment);
      return this;
    }

    /** Where {@code .kube/config} is; default: the home directory of the user. */
    public Builder home(Path home) {
      this.home = requireNonNull(home, "home");
      return this;
    }

    /**
     * Where the files {@code token}, {@code ca.crt} and {@code namespace} of the service account
     * are; default {@code /var/run/secrets/kubernetes.io/serviceaccount}.
     */
    public Builder serviceAccount(Path directory) {
      this.serviceAccount = requireNonNull(directory, "directory");
      return this;
    }

    /** The namespace when neither service account nor kubeconfig name one; {@code default}. */
    public Builder fallbackNamespace(String namespace) {
      this.fallbackNamespace = PodNames.requireLabel("fallbackNamespace", namespace);
      return this;
    }

    /** By which files with tokens are read again; default: the clock of the system. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** The connection. Nothing is read or asked before it is used. */
    public KubernetesConnection build() {
      return new KubernetesConnection(
          new AccessLoader(environment, home, serviceAccount, clock), fallbackNamespace);
    }
  }
}
