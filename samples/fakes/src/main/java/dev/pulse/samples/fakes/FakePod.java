package dev.pulse.samples.fakes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a {@link FakeCluster}. Fresh, it runs, is ready, has one container {@code main} and the
 * program {@code sqlite3}. May be changed at any time, from any thread; requests see the pod as it
 * is when they arrive.
 */
public final class FakePod {
  /** Where {@link #database(Path)} puts the file. */
  public static final String DATABASE = "/opt/storage/database.db";

  private final Object lock = new Object();
  private final String namespace;
  private final String name;
  private final Instant created;
  private final Path root;
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> annotations = new TreeMap<>();
  private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> conditions = new LinkedHashMap<>();
  private final Set<String> programs = new LinkedHashSet<>(Set.of("sqlite3"));
  private final List<Consumer<Map<String, Object>>> edits = new ArrayList<>();
  private final Queue<ExecAnswer> next = new ArrayDeque<>();
  private ExecAnswer answer = ExecAnswer.program();
  private String phase = "Running";
  private String reason = "";
  private String message = "";
  private String node = "node-1";
  private @Nullable Map<String, Object> owner;
  private boolean defaultContainer = true;
  private boolean oldSqlite;

  FakePod(String namespace, String name, Instant created, Path root) {
    this.namespace = namespace;
    this.name = name;
    this.created = created;
    this.root = root;
    containers.put("main", new FakeContainer("main", created));
  }

  /** A label more. */
  public FakePod label(String key, String value) {
    return change(() -> labels.put(key, value));
  }

  /** An annotation more. */
  public FakePod annotation(String key, String value) {
    return change(() -> annotations.put(key, value));
  }

  /** A container; the first that is named takes the place of {@code main}. */
  public FakePod container(String name) {
    return container(name, container -> {});
  }

  /** A container, and what is to be said of it. */
  public FakePod container(String name, Consumer<FakeContainer> action) {
    return change(
        () -> {
          if (defaultContainer && !name.equals("main")) {
            containers.clear();
          }
          defaultContainer = false;
          action.accept(containers.computeIfAbsent(name, n -> new FakeContainer(n, created)));
        });
  }

  /**
   * {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed}, {@code Unknown}, or news.
   */
  public FakePod phase(String phase) {
    return change(() -> this.phase = phase);
  }

  /** Why the pod as a whole is as it is: {@code Evicted}, … */
  public FakePod reason(String reason, String message) {
    return change(
        () -> {
          this.reason = reason;
          this.message = message;
        });
  }

  /** A condition, {@code PodScheduled} for one; takes the place of one of the same type. */
  public FakePod condition(String type, String status, String reason, String message) {
    return change(
        () ->
            conditions.put(
                type,
                Json.object(
                    "type",
                    type,
                    "status",
                    status,
                    "reason",
                    reason,
                    "message",
                    message,
                    "lastTransitionTime",
                    FakeContainer.text(created))));
  }

  /** The node it runs on; none when empty. */
  public FakePod node(String node) {
    return change(() -> this.node = node);
  }

  /** The workload that made it. */
  public FakePod ownedBy(String kind, String owner) {
    return change(
        () ->
            this.owner =
                Json.object(
                    "apiVersion",
                    kind.equals("Job") ? "batch/v1" : "apps/v1",
                    "kind",
                    kind,
                    "name",
                    owner,
                    "uid",
                    uid(kind + "/" + owner),
                    "controller",
                    true));
  }

  /** Last word on the JSON of this pod, before it leaves. */
  public FakePod edited(Consumer<Map<String, Object>> edit) {
    return change(() -> edits.add(edit));
  }

  /** This file of the machine lies at {@link #DATABASE} in the pod. */
  public FakePod database(Path file) {
    return database(DATABASE, file);
  }

  /** This file of the machine lies at this path in the pod. */
  public FakePod database(String path, Path file) {
    return change(() -> files.put(path, file));
  }

  /** The pod's {@code sqlite3} has this name, or path, too. */
  public FakePod program(String name) {
    return change(() -> programs.add(name));
  }

  /** The container has no {@code sqlite3}. */
  public FakePod withoutSqlite() {
    return change(programs::clear);
  }

  /** The {@code sqlite3} of the container is older than 3.33 and does not know {@code -json}. */
  public FakePod oldSqlite() {
    return change(() -> oldSqlite = true);
  }

  /** How execs are answered from now on. */
  public FakePod answers(ExecAnswer answer) {
    return change(() -> this.answer = answer);
  }

  /** How the next execs are answered, one each, before what {@link #answers} says applies again. */
  public FakePod answersOnce(ExecAnswer... answers) {
    return change(() -> next.addAll(List.of(answers)));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its namespace. */
  public String namespace() {
    return namespace;
  }

  ExecAnswer takeAnswer() {
    return see(
        () -> {
          var first = next.poll();
          return first == null ? answer : first;
        });
  }

  SqliteProgram sqlite() {
    return see(() -> new SqliteProgram(root, Map.copyOf(files), Set.copyOf(programs), oldSqlite));
  }

  Map<String, String> labels() {
    return see(() -> Map.copyOf(labels));
  }

  /** What field selectors may ask for. */
  Map<String, String> fields() {
    return see(
        () ->
            Map.of(
                "metadata.name",
                name,
                "metadata.namespace",
                namespace,
                "status.phase",
                phase,
                "spec.nodeName",
                node));
  }

  /** Why no exec can begin in this container, in the words of an API server; empty when it can. */
  Optional<HttpAnswer> refusal(String container) {
    return see(
        () -> {
          if (container.isEmpty() && containers.size() > 1) {
            return Optional.of(
                Statuses.badRequest(
                    "a container name must be specified for pod %s, choose one of: [%s]"
                        .formatted(name, String.join(" ", containers.keySet()))));
          }
          if (!container.isEmpty() && !containers.containsKey(container)) {
            return Optional.of(
                Statuses.badRequest(
                    "container %s is not valid for pod %s".formatted(container, name)));
          }
          if (node.isEmpty()) {
            return Optional.of(
                Statuses.badRequest("pod %s does not have a host assigned".formatted(name)));
          }
          var chosen =
              container.isEmpty()
                  ? containers.values().iterator().next()
                  : containers.get(container);
          return phase.equals("Running") && chosen != null && chosen.isRunning()
              ? Optional.<HttpAnswer>empty()
              : Optional.of(
                  HttpAnswer.status(
                      500,
                      "InternalError",
                      "unable to upgrade connection: container not found (\"%s\")"
                          .formatted(chosen == null ? container : chosen.name())));
        });
  }

  Map<String, Object> json() {
    return see(
        () -> {
          var pod = Json.object("metadata", metadata(), "spec", spec(), "status", status());
          edits.forEach(edit -> edit.accept(pod));
          return pod;
        });
  }

  private Map<String, Object> metadata() {
    var metadata =
        Json.object(
            "name",
            name,
            "namespace",
            namespace,
            "uid",
            uid(namespace + "/" + name),
            "resourceVersion",
            "1",
            "creationTimestamp",
            FakeContainer.text(created),
            "labels",
            new TreeMap<>(labels),
            "annotations",
            new TreeMap<>(annotations));
    var owning = owner;
    if (owning != null) {
      metadata.put("ownerReferences", List.of(owning));
    }
    return metadata;
  }

  private Map<String, Object> spec() {
    var spec =
        Json.object(
            "containers",
            containers.values().stream().map(FakeContainer::spec).toList(),
            "restartPolicy",
            "Always");
    if (!node.isEmpty()) {
      spec.put("nodeName", node);
    }
    return spec;
  }

  private Map<String, Object> status() {
    var status = Json.object("phase", phase);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
      status.put("message", message);
    }
    status.put("conditions", conditionsNow());
    status.put("startTime", FakeContainer.text(created));
    status.put(
        "containerStatuses", containers.values().stream().map(FakeContainer::status).toList());
    return status;
  }

  private List<Map<String, Object>> conditionsNow() {
    boolean ready =
        phase.equals("Running") && containers.values().stream().allMatch(FakeContainer::isReady);
    var all = new LinkedHashMap<String, Map<String, Object>>();
    all.put("PodScheduled", plain("PodScheduled", !node.isEmpty()));
    all.put("Ready", plain("Ready", ready));
    all.putAll(conditions);
    return List.copyOf(all.values());
  }

  private Map<String, Object> plain(String type, boolean holds) {
    return Json.object(
        "type",
        type,
        "status",
        holds ? "True" : "False",
        "lastTransitionTime",
        FakeContainer.text(created));
  }

  static String uid(String of) {
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private FakePod change(Runnable change) {
    synchronized (lock) {
      change.run();
    }
    return this;
  }

  private <T> T see(Supplier<T> view) {
    synchronized (lock) {
      return view.get();
    }
  }
}
