package dev.pulse.samples.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server on loopback: the read side of its REST interface for pods and workloads,
 * and pod exec over WebSocket ({@code v5.channel.k8s.io}, {@code v4.channel.k8s.io}), where pods
 * run the machine's real {@code sqlite3} on real files. It can be told to fail in every way that a
 * real one fails, and tells afterwards what it saw. Thread-safe.
 *
 * <pre>{@code
 * try (var cluster = FakeCluster.start()) {
 *   cluster.pod("infra", "validator-0").database(file);
 *   var config = cluster.kubeconfig().namespace("infra").write(directory.resolve("config"));
 *   …
 *   assertThat(cluster.execs()).hasSize(1);
 * }
 * }</pre>
 */
public final class FakeCluster implements AutoCloseable {
  /** As whom every client is known. */
  public static final String USER = "system:serviceaccount:infra:pulse";

  private final MockWebServer server = LoopbackServer.of(this::answer);
  private final KubeApi api = new KubeApi();
  private final InstantSource clock;
  private final InetAddress address;
  private final Optional<Authority> authority;
  private final Path root;
  private final ExecEndpoint endpoint = new ExecEndpoint(api);
  private final ClusterTokens tokens = new ClusterTokens();
  private final ScriptedAnswers scripted = new ScriptedAnswers();
  private final List<FakeRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<FakeExec> execs = new ConcurrentLinkedQueue<>();
  private final boolean recording;
  private volatile Duration delay = Duration.ZERO;
  private volatile Runnable before = () -> {};

  /** What a cluster may be started with. Confined to one thread. */
  public static final class Builder {
    private InstantSource clock = InstantSource.system();
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private @Nullable List<String> tls;
    private boolean recording = true;

    private Builder() {}

    /** Where creation times come from; the system's clock by default. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** The address to listen at; 127.0.0.1 by default. */
    public Builder address(InetAddress address) {
      this.address = address;
      return this;
    }

    /** The port; any free one by default, as with 0. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * HTTPS with a certificate for its address, by an authority of its own; plain HTTP by default.
     */
    public Builder tls() {
      tls = List.of();
      return this;
    }

    /** HTTPS with a certificate for these names and addresses only. */
    public Builder tlsFor(String... names) {
      tls = List.of(names);
      return this;
    }

    /** Keeps no requests and no execs: for measurements that send many. */
    public Builder withoutRecords() {
      recording = false;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws UncheckedIOException when the address or port cannot be had
     */
    public FakeCluster start() {
      try {
        return new FakeCluster(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private FakeCluster(Builder builder) throws IOException {
    clock = builder.clock;
    address = builder.address;
    recording = builder.recording;
    var names = builder.tls;
    authority =
        names == null
            ? Optional.empty()
            : Optional.of(new Authority(names.isEmpty() ? Authority.namesOf(address) : names));
    root = Files.createTempDirectory("fake-cluster");
    authority.ifPresent(
        held -> {
          server.useHttps(held.sockets());
          server.requestClientAuth();
        });
    server.start(address, builder.port);
  }

  /** Plain HTTP at any free port of 127.0.0.1. */
  public static FakeCluster start() {
    return builder().start();
  }

  /** For TLS, a port, a clock. */
  public static Builder builder() {
    return new Builder();
  }

  /** The pod of this name; made when there is none. */
  public FakePod pod(String namespace, String name) {
    return api.pods()
        .computeIfAbsent(
            namespace + "/" + name,
            key ->
                new FakePod(
                    namespace, name, clock.instant(), root.resolve(namespace).resolve(name)));
  }

  /** The pod is no more. */
  public void removePod(String namespace, String name) {
    api.pods().remove(namespace + "/" + name);
  }

  /** The Deployment of this name; made when there is none. */
  public FakeWorkload deployment(String namespace, String name) {
    return workload("Deployment", namespace, name);
  }

  /** The StatefulSet of this name; made when there is none. */
  public FakeWorkload statefulSet(String namespace, String name) {
    return workload("StatefulSet", namespace, name);
  }

  /** The DaemonSet of this name; made when there is none. */
  public FakeWorkload daemonSet(String namespace, String name) {
    return workload("DaemonSet", namespace, name);
  }

  /** The ReplicaSet of this name; made when there is none. */
  public FakeWorkload replicaSet(String namespace, String name) {
    return workload("ReplicaSet", namespace, name);
  }

  /** The Job of this name; made when there is none. */
  public FakeWorkload job(String namespace, String name) {
    return workload("Job", namespace, name);
  }

  private FakeWorkload workload(String kind, String namespace, String name) {
    return api.workloads(kind)
        .computeIfAbsent(
            namespace + "/" + name,
            key -> new FakeWorkload(kind, namespace, name, clock.instant()));
  }

  /** Its address, without a slash at the end. */
  public URI uri() {
    var host = address.getHostAddress();
    return URI.create(
        "%s://%s:%d"
            .formatted(
                authority.isPresent() ? "https" : "http",
                host.contains(":") ? "[" + host + "]" : host,
                server.getPort()));
  }

  /** The certificate of its authority as PEM; empty text without TLS. */
  public String certificateAuthority() {
    return authority.map(Authority::certificate).orElse("");
  }

  String clientCertificate() {
    return authority.orElseThrow(() -> new IllegalStateException("No TLS")).clientCertificate();
  }

  String clientKey() {
    return authority.orElseThrow(() -> new IllegalStateException("No TLS")).clientKey();
  }

  /**
   * The token that it accepts at the moment; a client certificate of its authority is accepted too.
   */
  public String token() {
    return tokens.token();
  }

  /** Accepts another token from now on, and only that; the token files that it wrote carry it. */
  public String rotateToken() {
    return tokens.rotate();
  }

  /** A kubeconfig that leads here. */
  public Kubeconfig kubeconfig() {
    return new Kubeconfig(this);
  }

  /** Writes the token to a file, and writes it again with each rotation. */
  public Path tokenFile(Path file) {
    return tokens.file(file);
  }

  /** Fills a directory as pods find it: token, namespace and, with TLS, the authority. */
  public Path serviceAccount(Path directory, String namespace) throws IOException {
    Files.createDirectories(directory);
    tokenFile(directory.resolve("token"));
    Files.writeString(directory.resolve("namespace"), namespace);
    if (authority.isPresent()) {
      Files.writeString(directory.resolve("ca.crt"), certificateAuthority());
    }
    return directory;
  }

  /** The variables that a pod of this cluster finds in its environment. */
  public Map<String, String> environment() {
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        address.getHostAddress(),
        "KUBERNETES_SERVICE_PORT",
        String.valueOf(server.getPort()));
  }

  /** Every answer of the REST interface comes so late from now on. */
  public void answerAfter(Duration delay) {
    this.delay = delay;
  }

  /** Requests whose path begins so are answered with this from now on, execs too. */
  public void answer(String path, HttpAnswer answer) {
    scripted.always(path, answer);
  }

  /** The next requests whose path begins so are answered with these, one each. */
  public void answerOnce(String path, HttpAnswer... answers) {
    scripted.once(path, answers);
  }

  /** Forgets what {@link #answer}, {@link #answerOnce} and {@link #forbid} said. */
  public void recover() {
    scripted.forget();
    api.forbidden().clear();
    tokens.refuse(0);
    delay = Duration.ZERO;
  }

  /** The next requests, so many, are answered with 401. */
  public void unauthorized(int requests) {
    tokens.refuse(requests);
  }

  /**
   * Nobody may do this any more: a verb ({@code get}, {@code list}, {@code create}) and a resource
   * ({@code pods}, {@code pods/exec}, {@code deployments}). An exec needs {@code get} and {@code
   * create}, as in newer clusters.
   */
  public void forbid(String verb, String resource) {
    api.forbidden().add(verb + " " + resource);
  }

  /** From now on every JSON object carries a member that today's clients do not know. */
  public void becomeNewer() {
    api.becomeNewer();
  }

  /** Every continuation of a list is too old from now on. */
  public void expireContinuations() {
    api.expireContinuation();
  }

  /** What it was asked, in the order of arrival. */
  public List<FakeRequest> requests() {
    return List.copyOf(requests);
  }

  /** What it was asked below a path, execs left out. */
  public List<FakeRequest> requests(String path) {
    return requests.stream()
        .filter(request -> request.path().startsWith(path) && !request.path().endsWith("/exec"))
        .toList();
  }

  /** The execs that it was asked for, those that it refused too, in the order of arrival. */
  public List<FakeExec> execs() {
    return List.copyOf(execs);
  }

  /** Execs whose end has not been told to their clients yet. */
  public int openExecs() {
    return endpoint.open().now();
  }

  /** The most execs that were open at once. */
  public int mostOpenExecs() {
    return endpoint.open().most();
  }

  /**
   * Waits until exactly so many execs are open.
   *
   * @throws TimeoutException when it takes longer
   */
  public void awaitOpenExecs(int count, Duration limit)
      throws InterruptedException, TimeoutException {
    endpoint.open().await(count, limit);
  }

  /** Forgets requests and execs. */
  public void forget() {
    requests.clear();
    execs.clear();
  }

  /** Done before each answer. */
  void beforeAnswers(Runnable task) {
    before = task;
  }

  private MockResponse answer(RecordedRequest recorded) throws InterruptedException {
    before.run();
    var request = FakeRequest.of(recorded, "Bearer");
    if (recording) {
      requests.add(request);
    }
    if (request.path().endsWith("/exec")) {
      var exec = ExecEndpoint.asked(request, recorded);
      if (recording) {
        execs.add(exec);
      }
      return endpoint.answer(exec, recorded, gate(request, recorded));
    }
    var answer =
        gate(request, recorded).orElseGet(() -> rest(request, recorded.getUrl().pathSegments()));
    return (answer.delay().isZero() ? answer.after(delay) : answer).response();
  }

  /** What comes before any look at the path's meaning. */
  private Optional<HttpAnswer> gate(FakeRequest request, RecordedRequest recorded) {
    var answer = scripted.take(request.path());
    if (answer.isPresent()) {
      return answer;
    }
    var handshake = recorded.getHandshake();
    boolean certified = handshake != null && !handshake.peerCertificates().isEmpty();
    return tokens.accepts(request, certified)
        ? Optional.empty()
        : Optional.of(Statuses.unauthorized());
  }

  private HttpAnswer rest(FakeRequest request, List<String> path) {
    if (Set.of("/livez", "/readyz", "/healthz").contains(request.path())) {
      return HttpAnswer.text(200, "ok");
    }
    if (request.path().equals("/version")) {
      return HttpAnswer.json(
          200, Json.object("major", "1", "minor", "36", "gitVersion", "v1.36.0"));
    }
    var address = KubeApi.address(path);
    if (address == null) {
      return HttpAnswer.text(404, "404 page not found\n");
    }
    if (!request.method().equals("GET")) {
      return Statuses.methodNotAllowed();
    }
    return api.get(address, request);
  }

  /** Cuts every connection and ends every program. */
  @Override
  public void close() {
    endpoint.close();
    server.close();
    Directories.delete(root);
  }
}
